"""Published instruments for patient leaflets, answered item by item from what was written.

In: a topic with what the rules find in it and what every leaflet prints round it. Out: an `Answer`
to each item, with the words that earned or lost it, and `Score`s. What only a person can judge is
answered by the topic's attestations, and by nobody where there is none. Nothing here is a judgement
of the instruments' authors: it is our reading of their items.
"""
