'use client';

import './globals.css';
import { buttonClass } from '@/ui/button';

/** The last resort, when even the layout failed: no dictionary is at hand, so it speaks both languages. */
const GlobalError = ({ reset }: { error: Error; reset: () => void }) => (
  <html lang="en">
    <body>
      <main className="flex min-h-dvh flex-col items-center justify-center gap-3 p-6 text-center">
        <h1 className="text-lg font-semibold">
          The console failed · <span lang="es">La consola ha fallado</span>
        </h1>
        <button type="button" onClick={reset} className={buttonClass()}>
          Try again · <span lang="es">Reintentar</span>
        </button>
      </main>
    </body>
  </html>
);
export default GlobalError;
