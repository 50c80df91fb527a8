"""Papers of a case, as a market prints them: made from its recorded steps, and only where the step was taken."""
