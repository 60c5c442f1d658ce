drop table if exists notices, reorders, orders, stock, articles;
