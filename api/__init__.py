"""The partner's API: keys, scopes, limits, problem+json and OpenAPI over the same read door as the pages."""
