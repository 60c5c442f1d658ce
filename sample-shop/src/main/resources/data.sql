insert into articles (name, title, price)
select name, title, price from (values
	('anvil', 'Anvil, 25 kg', 149.00),
	('hammer', 'Claw hammer', 18.50),
	('lantern', 'Storm lantern', 24.90),
	('nail', 'Cut nail, 60 mm', 0.12),
	('plane', 'Smoothing plane', 64.00),
	('twine', 'Hemp twine, 50 m', 3.80)
) as given (name, title, price)
where not exists (select 1 from articles);

insert into stock (article, amount)
select article, amount from (values
	('anvil', 3), ('hammer', 40), ('lantern', 12), ('nail', 5000), ('plane', 7), ('twine', 25)
) as given (article, amount)
where not exists (select 1 from stock);

insert into customers (name, credit)
select name, credit from (values
	('ada', 500.00), ('grace', 500.00)
) as given (name, credit)
where not exists (select 1 from customers);
