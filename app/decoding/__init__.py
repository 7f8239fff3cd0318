"""How the next token is chosen: settings, rules, the loop, beams, trees and suggestions."""
