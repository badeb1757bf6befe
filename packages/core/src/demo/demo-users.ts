/** The people of the demonstration. Nobody knows their passwords: use a token, or sign in as the demo admin. */
export const demoUsers = [
  { user_id: 'user_demo00001', email: 'marina@demo.local', display_name: 'Marina Ortega' },
  { user_id: 'user_demo00002', email: 'tom@demo.local', display_name: 'Tom Whitaker' },
  { user_id: 'user_demo00003', email: 'ruben@demo.local', display_name: 'Rubén Salas' },
  { user_id: 'user_demo00004', email: 'grace@demo.local', display_name: 'Grace Lindqvist' },
  { user_id: 'user_demo00005', email: 'nico@demo.local', display_name: 'Nico Varga' },
] as const;
