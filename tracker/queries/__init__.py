"""The questions: state, claims, evidence. What the command line and the reports ask; never a decision of its own."""
