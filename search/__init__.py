"""Full-text search over what is published: the lowest floor, which imports no other app of ours."""
