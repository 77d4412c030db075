"""Read models, folded from events: a runner with a checkpoint, and one module per read model. All can be rebuilt."""
