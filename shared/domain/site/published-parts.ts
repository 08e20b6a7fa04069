import { z } from 'zod';
import { sides } from '../outlet.ts';

// What several published files are made of.

export const text = z.string();
export const ids = z.array(z.string());
export const instant = z.iso.datetime().describe('ISO 8601, UTC');
export const url = z.string().nullable().describe('of the original; null where its outlet gives none');
export const language = z.string().describe('ISO 639-1, or und');
export const side = z.enum(sides);
export const phase = z.enum(['breaking', 'developing', 'settled']);
export const count = z.int().min(0);
