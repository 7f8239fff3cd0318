"""Training: small parts for an encoder, from labelled data to a folder that can be loaded.

    data -> lesson -> loop -> best weights -> compact difference -> folder with a card

    lesson        what is learned from which data, and how it is scored: one file per kind
    recipe        the settings of one training; plan: lesson, base and recipe together
    kinds         the kinds that the command line and the page offer
    loop          the optimisation, step by step; it can stop, and go on after a kill
    training      all of it, as a stream of events: the command line and the page both read it
    evaluation    the scores of a finished adapter

Nothing here knows about the page.
"""
