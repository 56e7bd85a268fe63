"""A handout and a clinic become a `Document`; a visit becomes the `Fill` that completes it.

Clinic values are put in as words here and now. What depends on the visit stays an expression,
asked as a numbered slot. Expressions are read by Jinja2's parser, checked against a short list of
what they may hold, and kept as plain data: no template is ever executed.
"""
