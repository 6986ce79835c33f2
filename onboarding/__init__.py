"""From a visitor to a first true sentence: sign-up, proof of the company, a workspace, first answers."""
