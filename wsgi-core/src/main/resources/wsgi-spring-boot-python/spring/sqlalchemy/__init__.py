"""SQLAlchemy on the connection pools of the Spring application.

    engine = create_engine("spring+postgresql://dataSource")

The dialects are ``spring+postgresql``, ``spring+sqlite`` and ``spring+h2``.
"""
