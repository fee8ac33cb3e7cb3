"""The screens in the states that are worth looking at: what `deskbell.ui.screens` draws, and what tests walk through."""
