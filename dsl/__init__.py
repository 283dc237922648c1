"""Text ⇄ tree: the Tiaoli language's reader, formatter and diagnostics. Imports lark, nothing of ours.

Source ──statements──▶ text of one statement ──lexer──▶ tokens ──grammar.lark──▶ Statement
"""
