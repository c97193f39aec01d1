-- Everything is read through a primary key or an index below, so that hours of load make nothing slower.

create table agents (
  id text primary key,
  name text not null
);

create table users (
  id integer generated always as identity primary key,
  email text not null unique,
  -- scrypt:N:r:p:salt:hash, both in base64
  password text not null,
  agent_id text references agents
);

create table clients (
  id integer generated always as identity primary key,
  name text not null,
  county text not null,
  created_at timestamptz not null default now()
);

create table bonds (
  id integer generated always as identity primary key,
  client_id integer not null references clients,
  agent_id text not null references agents,
  -- whole US dollars
  amount integer not null check (amount > 0),
  bond_type text not null check (bond_type in ('surety', 'cash', 'property', 'federal', 'immigration')),
  status text not null default 'pending' check (status in ('pending', 'active', 'exonerated', 'forfeited')),
  created_at timestamptz not null default now(),
  -- when it last began to wait for activation
  submitted_at timestamptz not null default now(),
  activated_at timestamptz
) with (fillfactor = 70);

-- What bonds_active_count and clients_active count.
create index bonds_active on bonds (client_id) where status = 'active';

create table payments (
  id integer generated always as identity primary key,
  bond_id integer not null references bonds,
  amount integer not null check (amount > 0),
  method text not null check (method in ('card', 'cash', 'check', 'wire')),
  source text not null check (source in ('premium', 'fee')),
  status text not null check (status in ('completed', 'pending')),
  created_at timestamptz not null default now()
);

create table feedback (
  id integer generated always as identity primary key,
  client_id integer not null references clients,
  score integer not null check (score between 1 and 5),
  comment text not null default '',
  created_at timestamptz not null default now()
);

-- Written with each bond and payment, so that a summary need not count rows.
create table hourly_figures (
  hour timestamptz not null,
  agent_id text not null references agents,
  bonds_submitted integer not null default 0,
  revenue bigint not null default 0,
  primary key (hour, agent_id)
) with (fillfactor = 50);
