"""What a screened register is told in: the words of its conditions, and a summary."""
