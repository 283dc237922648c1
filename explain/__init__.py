"""Answer → what a person reads. Imports compiler and jinja2.

Answers ──reasons──▶ Proof ──templates──▶ text, Markdown, HTML, JSON ; ──diagram──▶ SVG and its text twin
"""
