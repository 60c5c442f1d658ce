drop table if exists notices, reorders, orders, customers, stock, articles;
