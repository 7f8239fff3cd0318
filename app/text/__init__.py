"""Between ids, characters, words, sentences and languages."""
