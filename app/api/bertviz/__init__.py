"""The classic views of bertviz, as documents of their own."""
