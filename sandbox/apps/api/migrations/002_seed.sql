-- What a fresh database has: eight agents, four users, three clients and ten bonds.

insert into agents (id, name)
select 'agent-' || n, name
from unnest(array['Ines Roth', 'Jon Vega', 'Kim Adler', 'Lou Baptiste', 'Mia Novak', 'Ned Quinn', 'Oda Lind', 'Pat Suarez'])
  with ordinality as agent (name, n);

-- The password of each is: correct horse battery staple
insert into users (email, password, agent_id) values
  ('dana@bailbondpro.example', 'scrypt:1024:8:1:OgSXJ7/vjFE8MajWy6i5Eg==:fzh5g6GHwWpUp7/ysmGs7UQthluyBX8Zi+spowsT7NY=', 'agent-1'),
  ('eli@bailbondpro.example', 'scrypt:1024:8:1:3dE2sqPqIu8G6HdmW+FayA==:VN6t9FSsgUoV/zVFPzNsctkp2OzXcG6qJsWnBd9vj1o=', 'agent-2'),
  ('fay@bailbondpro.example', 'scrypt:1024:8:1:mupqhuCQznZWoMNf7TNiBw==:WQ+77n4geQj6YNTH3tAxmkx8LBQoISUqb4FKQyH9o4k=', 'agent-3'),
  ('admin@bailbondpro.example', 'scrypt:1024:8:1:EeqyjWpRrSa659XmN/aoHQ==:ZNGPhh/bHDKqo3JcOYWwMTFTuaa6mJ1tMHTEwP3cdUo=', null);

insert into clients (name, county, created_at) values
  ('Ada Moreno', 'Travis', '2026-01-05 09:00+00'),
  ('Ben Osei', 'Bexar', '2026-01-05 09:00+00'),
  ('Cleo Tran', 'Harris', '2026-01-05 09:00+00');

insert into bonds (client_id, agent_id, amount, bond_type, status, created_at, submitted_at, activated_at)
select 1 + n % 3, 'agent-1', 2500 * n, 'surety', 'active', '2026-01-05 09:00+00', '2026-01-05 09:00+00', '2026-01-05 09:00+00'
from generate_series(1, 10) as n;
