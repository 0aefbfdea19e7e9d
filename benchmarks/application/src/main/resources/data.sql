insert into author (name) values ('Anna Seghers'), ('Italo Calvino'), ('Ursula K. Le Guin');
insert into genre (name) values ('Novel'), ('Essay');
insert into book (name, author_id, price, published) values
	('Transit', 1, 12.50, DATE '1944-01-01'), ('Invisible Cities', 2, 11.00, DATE '1972-11-01'),
	('The Dispossessed', 3, 9.90, DATE '1974-05-01'), ('Six Memos', 2, 14.00, DATE '1988-05-01');
insert into book_genres (book_id, genres_id) values (1, 1), (2, 1), (3, 1), (4, 2);
insert into customer (name, email) values ('Mara', 'mara@example.org'), ('Jon', 'jon@example.org');
