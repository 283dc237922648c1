"""Pictures of proofs and of the course of time, each with a text twin."""
