"""Other engines for the same program: each gives the answers of compiler/evaluate.py, which judges them."""
