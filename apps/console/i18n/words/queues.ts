import { defineWords } from '../define-words.ts';

export const queues = defineWords({
  'queues.title': { en: 'Queues', es: 'Colas' },
  'queues.name': { en: 'Queue', es: 'Cola' },
  'queues.waiting': { en: 'Waiting', es: 'En espera' },
  'queues.active': { en: 'Active', es: 'Activos' },
  'queues.delayed': { en: 'Delayed', es: 'Aplazados' },
  'queues.failed': { en: 'Failed', es: 'Fallidos' },
  'queues.completed': { en: 'Completed', es: 'Completados' },
  'queues.oldest': { en: 'Oldest wait', es: 'Espera mayor' },
  'queues.throughput': { en: 'Done/min', es: 'Hechos/min' },
  'queues.failed_rate': { en: 'Failed/min', es: 'Fallos/min' },
  'queues.workers': { en: 'Workers', es: 'Procesos' },
  'queues.trend': { en: 'Waiting, trend', es: 'En espera, evolución' },
  'queues.trend_label': {
    en: 'Waiting jobs over the last {duration}: now {now}, at most {peak}',
    es: 'Trabajos en espera en los últimos {duration}: ahora {now}, como mucho {peak}',
  },
  'queues.running': { en: 'Running', es: 'En marcha' },
  'queues.paused': { en: 'Paused', es: 'En pausa' },
  'queues.no_workers': { en: 'No worker', es: 'Sin proceso' },
  'queues.none': { en: 'No queue has been used yet.', es: 'Todavía no se ha usado ninguna cola.' },
  'queues.worker_list': { en: 'Workers', es: 'Procesos' },
  'queues.worker_id': { en: 'Worker', es: 'Proceso' },
  'queues.address': { en: 'Address', es: 'Dirección' },
  'queues.age': { en: 'Connected for', es: 'Conectado desde hace' },
  'queues.workers_none': {
    en: 'No worker is connected: messages wait until one starts.',
    es: 'No hay ningún proceso conectado: los mensajes esperan a que arranque uno.',
  },
  'queues.dead_letter': { en: 'Dead letter', es: 'Sin entregar' },
  'queues.dead_letter_hint': {
    en: 'Messages that could not be processed after every attempt. Each keeps its reason.',
    es: 'Mensajes que no se pudieron procesar tras todos los intentos. Cada uno conserva su motivo.',
  },
  'queues.dead_letter_none': { en: 'Nothing waits here.', es: 'Aquí no espera nada.' },
});
