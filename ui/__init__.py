"""How things look: numbers, dates, charts, components. No business lives here."""
