/** Cards that people prepare for others to send: JSON that was checked when it was saved, and is checked again when it is sent. */
export const cards = /* sql */ `
CREATE TABLE saved_cards (
  account_id TEXT COLLATE "C" NOT NULL,
  id BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  content TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, name)
);
`
