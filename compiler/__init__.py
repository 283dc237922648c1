"""Tree → program → answer. Imports dsl and networkx.

Articles ──lower──▶ Program ──evaluate(facts, as of)──▶ Answers with steps
                       └─────graph──▶ networkx.DiGraph
"""
