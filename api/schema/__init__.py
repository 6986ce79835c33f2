"""The API's description in OpenAPI 3.1. Nothing here computes an answer."""
