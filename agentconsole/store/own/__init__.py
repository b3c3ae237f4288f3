"""What one agent's console keeps: drafts, what is still to be sent, receipts, questions and views."""
