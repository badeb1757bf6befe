import { readItems } from '../labelled.ts';

export const personalInfoItems = readItems(
  'personal_info',
  `
  es + Mi correo es lucia.romero@correo.example.com
  es + escríbeme a pepe arroba gmail punto com
  es + llámame al 612 345 678 por la tarde
  es + mi fijo es el 91 123 45 67
  es + el móvil de mi madre: +34 655 12 34 56
  es + Mi DNI es 12345678Z
  es + el NIE de mi compañero es X1234567L
  es + dni 12345678-Z por si lo necesitas
  es + paga con 4111 1111 1111 1111
  es + tarjeta 5500-0000-0000-0004, caduca en mayo
  es + Haz la transferencia a ES91 2100 0418 4502 0005 1332
  es + iban ES9121000418450200051332
  es + la cámara está en 10.20.30.40
  es + te paso el servidor: 203.0.113.77
  es + mi whatsapp es +52 55 1234 5678
  es + número de mi casa en Bogotá +57 601 2345678
  es + correo: ana_garcia+citas@ejemplo.es, teléfono 699887766
  es + mándalo a r.perez@uni.example.edu antes del lunes
  es + el ipv6 del equipo es 2001:db8::ff00:42:8329
  es + m1 c0rre0 es juan@correo.example
  en + my email is sam.jones@mail.example.org
  en + reach me at sam at gmail dot com
  en + call me on (415) 555-2671 tonight
  en + my number is +44 20 7946 0958
  en + text 415-555-2671 when you land
  en + SSN 536-22-1234 if the form asks
  en + my social security number is 219-09-9999
  en + the card is 4012 8888 8888 1881
  en + charge it to 378282246310005
  en + IBAN GB82 WEST 1234 5698 7654 32
  en + wire it to DE89370400440532013000
  en + log in at 198.51.100.23
  en + my work address is j.doe+news@company.example.com
  en + the house phone is 020 7946 0018, ask for Mia
  es - Quedamos a las 19:30 en la plaza
  es - El pedido 1234567890123 llega el jueves
  es - Cuesta 1.200.000 euros con impuestos
  es - Nací en 1987 y me mudé en 2004
  es - La versión 10.20.30.40 corrige el fallo
  es - El marcador quedó 112 a 98
  es - Mi clase está en el aula 204, segunda planta
  es - La receta lleva 250 gramos de harina y 3 huevos
  es - El artículo 155 de la ley tiene 4 apartados
  es - Corre 10 kilómetros en 45:30
  es - La referencia es 12345678A y no es un documento
  es - La tarjeta 4111 1111 1111 1112 es de mentira
  es - me@casa y tú@trabajo, así nos escribimos
  es - El piso mide 85 metros y paga 1.100 al mes
  es - Del 24 al 28 de 2024 estaré fuera
  es - El autobús 27 sale cada 12 minutos
  es - La calculadora da 3,14159265358979
  es - El ISBN 978-84-376-0494-7 es de una novela
  es - Jugamos con 4-4-2 y ganamos 3-0
  es - El código postal de Cuenca es 16001
  en - Let us meet at 7:30 in the square
  en - Order 1234567890123 arrives on Thursday
  en - It costs 1,200,000 dollars with tax
  en - I was born in 1987 and moved in 2004
  en - Version 10.20.30.40 fixes the bug
  en - The score was 112 to 98
  en - My class is in room 204
  en - Mix 250 grams of flour and 3 eggs
  en - Section 230 has 4 paragraphs
  en - The ratio is 16:9 at 10:30:45
  en - The card 4012 8888 8888 1882 is made up
  en - localhost is 127.0.0.1 on every machine
  en - The flat is 85 square metres and 1,100 a month
  en - From 2024-10-11 to 2024-10-18 I am away
  en - Bus 27 runs every 12 minutes
  en - Pi begins with 3.14159265358979
  en - ISBN 978-0-14-103614-4 is a novel
  en - The part number is 000-00-0000 in the sample form
  en - She scored 4:6, 6:3, 7:5
  en - The ZIP code of that town is 90210
  `,
);
