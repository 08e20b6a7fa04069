/** The name of the wire where the operator gives it no other. */
export const defaultWireName = 'Caucasus Wire';
