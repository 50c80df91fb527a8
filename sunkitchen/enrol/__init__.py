"""认识本店的着装: heads of a site are labelled by a person, and the site judges by what was learnt from them."""
