"""Pages, forms and charts: what people see of the service."""
