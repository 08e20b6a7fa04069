/** Works out once what is asked of an object, for as long as somebody holds the object; it must never change. */
export function onceEach<K extends object, V>(make: (of: K) => V): (of: K) => V {
  const known = new WeakMap<K, { value: V }>();
  return (of) => {
    const held = known.get(of) ?? { value: make(of) };
    known.set(of, held);
    return held.value;
  };
}
