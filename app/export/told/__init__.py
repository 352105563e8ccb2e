"""Files of what workshops of a region have told: every statement, and who has been heard, as tables.

They are made of told rows and of nothing else, so that they tell what the region's pages do.
"""
