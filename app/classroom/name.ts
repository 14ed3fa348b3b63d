import { useState } from 'react';
import { CAPS } from '../../src/experiment/assignment';
import { cleanText } from '../../src/experiment/assignment-text';
import { readText, writeText } from '../store/storage';

const KEY = 'quantization-playground-name';

/** The name that a student hands answers in under, as this browser keeps it; '' when there is none. */
function keptName(): string {
  return fitting(readText('browser', KEY) ?? '');
}

function fitting(text: string): string {
  return cleanText(text, 'one line').slice(0, CAPS.name);
}

/** The student's name and how it is changed. */
export function useName(): readonly [string, (name: string) => void] {
  const [name, setName] = useState(keptName);
  return [
    name,
    (text) => {
      const next = fitting(text);
      setName(next);
      writeText('browser', KEY, next === '' ? null : next);
    },
  ];
}

/** The name as an answer carries it: left out when it is blank. */
export function named(name: string): { readonly name?: string } {
  return name.trim() === '' ? {} : { name: name.trim() };
}
