import { ATLAS, GEMMA, type Script } from '../script.ts';

export const movingToValencia: Script = {
  number: '02',
  user_id: 'user_demo00001',
  character_id: ATLAS,
  title: 'Mudanza a Valencia',
  tags: ['mudanza', 'piso', 'planes'],
  ...GEMMA,
  scenes: [
    {
      daysAgo: 18.4,
      turns: [
        [
          'Atlas, nos mudamos de Zaragoza a Valencia el mes que viene y no he empezado nada.',
          'Bien, entonces no hay nada que deshacer. Me falta un dato: ¿qué día entregáis las llaves del piso de ahora?',
        ],
        [
          'El 30. Y el nuevo lo tenemos desde el 24.',
          'Seis días de solape: es un lujo, no lo gastes en limpiar. Plan en tres tramos: papeles esta semana, cajas las dos siguientes, y el solape solo para lo frágil y las plantas.',
        ],
        [
          '¿Qué papeles? Ya tenemos firmado el contrato.',
          'Luz, agua e internet a vuestro nombre, seguro del hogar y padrón. Pide internet hoy: es lo único que tarda dos semanas por mucho que insistas.',
        ],
        [
          'Pedido, me dan cita el día 25. ¿Cuántas cajas compro?',
          'Para dos personas y 70 m², cuenta 40 medianas y 8 pequeñas para libros. Una caja grande llena de libros solo sirve para comprobar la resistencia de tu espalda.',
        ],
      ],
    },
    {
      daysAgo: 11.6,
      turns: [
        [
          'Tengo tres presupuestos: 620, 790 y 1.150 €.',
          'Antes de comparar precios, compara lo mismo. ¿Cuáles incluyen seguro, desmontaje y el permiso para aparcar el camión?',
        ],
        [
          'El de 620 nada. El de 790 seguro y desmontaje. El caro, todo.',
          'Entonces la diferencia real es el permiso de aparcamiento. Míralo en el Ayuntamiento: suele costar menos de 60 € y se pide con diez días. Con eso el de 790 gana por unos 300 €.',
        ],
        [
          'Hecho, he pedido el permiso: 38 €.',
          'Anotado: total 828 €. Pide por escrito la hora de llegada y el valor que cubre el seguro, y guarda una foto de cada mueble hoy, no el día 24.',
        ],
        [
          '¿Y el gato?',
          'El gato viaja el último y llega el primero a una habitación cerrada, con su arenero y algo que huela a vosotros. No es un mueble, aunque él opine que vosotros sí.',
        ],
      ],
    },
    {
      daysAgo: 1.2,
      turns: [
        [
          'Ya estamos. El gato no sale de debajo de la cama, pero todo lo demás bien.',
          'Excelente noticia. Déjale dos días; el mapa de un gato se dibuja de noche. ¿Ha llegado algo roto?',
        ],
        [
          'Una lámpara. ¿Reclamo?',
          'Sí, y hoy: suele haber 7 días para avisar de daños que no se ven al descargar. Foto de la lámpara, foto de la caja y un correo corto con la fecha.',
        ],
        [
          'Enviado. ¿Qué me queda de tu lista?',
          'Padrón, dirección en el banco y en el DNI cuando toque, y devolver las llaves de Zaragoza con acuse. Tres cosas; la primera con cita previa.',
        ],
        [
          'Pues a por el padrón. Gracias por el mapa.',
          'El camino lo habéis hecho vosotros. Cuando el gato salga, avisa: lo marcaré como fin de trayecto.',
        ],
      ],
    },
  ],
};
