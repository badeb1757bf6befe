import { defineWords } from '../define-words.ts';

export const chart = defineWords({
  'chart.time': { en: 'Time', es: 'Momento' },
  'chart.whole_range': { en: 'Whole range', es: 'Todo el periodo' },
  'chart.legend': { en: 'Legend of {title}: show or hide', es: 'Leyenda de {title}: mostrar u ocultar' },
  'chart.label': {
    en: 'Chart: {title}. Arrow keys move in time; Enter opens what is behind a point.',
    es: 'Gráfico: {title}. Las flechas se mueven en el tiempo; Intro abre lo que hay detrás de un punto.',
  },
  'chart.label_zoom': {
    en: 'Chart: {title}. Arrow keys move in time; Enter opens what is behind a point; Shift with arrows, then Enter, zooms.',
    es: 'Gráfico: {title}. Las flechas se mueven en el tiempo; Intro abre lo que hay detrás de un punto; Mayús con flechas y luego Intro amplía.',
  },
  'chart.save_data': { en: 'Save the data as CSV', es: 'Guardar los datos como CSV' },
  'chart.save_picture': { en: 'Save the chart as a picture (SVG)', es: 'Guardar el gráfico como imagen (SVG)' },
  'chart.other': { en: 'Other', es: 'Otros' },
});
