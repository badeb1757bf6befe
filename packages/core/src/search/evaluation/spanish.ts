import { readTexts } from './read-set.ts';

/** Messages in Spanish as people write them to characters, with and without their accents. */
export const spanishTexts = readTexts(
  'es',
  String.raw`
    mar1 3 Anoche las luces del puerto parecían doradas.
    mar2 40 Los puertos viejos huelen a alquitrán y a sal.
    mar3/a 12 El farero sube doscientos escalones cada tarde para encender el faro.
    mar4 90 Mi abuelo cuidó un faro en Galicia durante treinta años.
    mar5 1 Luego te llamo, que tengo que comprar pan, llevar al niño al colegio, pasar por el banco y recoger un paquete en la oficina del puerto.
    mar6#vela 20 Salimos a navegar con mi primo y perdimos el ancla.
    mar7#vela 8 ¿Qué nudo aguanta mejor la cuerda del ancla?
    mar8/a#vela 8 Un as de guía: aguanta la tensión y se deshace después sin esfuerzo.
    mar9 300 La tormenta rompió el mástil de nuestro barco.
    mar10 2 Hubo una tormenta de quejas por el nuevo horario.
    mar11 70 Los barcos de pesca vuelven al amanecer.
    coc1 5 ¿Cuánto tiempo hay que cocer un huevo para que la yema quede blanda?
    coc2/a 5 Seis minutos y medio para la yema blanda; después, agua fría.
    coc3 30 La tortilla de patatas de mi madre lleva cebolla, y no se discute.
    coc4 60 Se me quemó la tortilla otra vez.
    coc5 45 ¿La paella lleva chorizo?
    coc6/a 45 La paella valenciana no lleva chorizo: pollo, conejo, judías y arroz.
    coc7 12 Prefiero el té al café por la mañana.
    coc8 11 La máquina de café de la oficina está rota.
    coc9 500 café
    coc10 33 Mañana tomamos un café en la estación, ¿te parece?
    coc11 36 La próxima estación es la primavera, mi favorita.
    coc12 98 Las croquetas de jamón se congelan bien.
    cod1 4 El programa falla cuando la lista está vacía.
    cod2/a 4 Comprueba que la lista no esté vacía antes de leer el primer elemento.
    cod3 14 El servidor devolvió el error 503 durante diez minutos.
    cod4 16 El pedido 8812 no ha llegado todavía.
    cod5 17 He pedido 8 sillas más para la boda.
    cod6 22 Explícame la recursión con un ejemplo.
    cod7/a 22 La recursión es una función que se llama a sí misma con un problema más pequeño.
    cod8 55 ¿Cómo se llama la función que cierra el teatro en diciembre?
    cod9 63 Necesito un índice en la tabla de clientes.
    via1 2 Mi vuelo a Lisboa sale a las siete de la mañana.
    via2 50 Lisboa es cuestas, tranvías y pasteles de nata.
    via3 120 Volamos sobre los Andes y vimos los glaciares.
    via4 18 ¿Cuántos días necesito para ver Kioto?
    via5/a 18 Con tres días en Kioto ves los templos, el bosque de bambú y una tarde tranquila en Gion.
    via6 66 Perdí el pasaporte en el aeropuerto de Barajas.
    via7 13 Recuérdame renovar el pasaporte antes de agosto.
    via8 210 ¿Sigue existiendo el tren nocturno a Vigo?
    via9 27 El hotel de la bahía tenía chinches.
    via10 41 Vuelvo el lunes por la noche.
    sal1 3 Llevo tres días con dolor de cabeza.
    sal2/a 3 Un dolor de cabeza que dura más de tres días debe verlo un médico.
    sal3 28 Me duele la rodilla al subir escaleras.
    sal4 52 No puedo dormir, no dejo de pensar.
    sal5/a 52 Respira despacio: cuatro segundos al tomar aire, seis al soltarlo. El sueño llega cuando el cuerpo se calma.
    sal6 8 El gato duerme todo el día encima del teclado.
    sal7 75 Soñé que volaba sobre el mar.
    sal8 105 Soy alérgico a los cacahuetes y a los gatos.
    sal9 111 El jefe de la cocina me dio una lista de alergias.
    mus10 10 Enséñame los acordes de una canción sencilla.
    mus11 55 Me gustan las canciones tristes del mar.
    mus12 130 El coro cantaba tan bajo que oíamos la lluvia.
    mus13 26 Mi vecina canta en la ducha a las seis.
    mus14 27 Me senté en el canto de la mesa y se rompió.
    mus15 46 Cancelaron el concierto por la huelga.
    mus16 44 El violín necesita cuerdas nuevas.
    tra1 6 ¡Me han dado el trabajo! Empiezo el lunes.
    tra2 29 La reunión del lunes pasa al jueves.
    tra3 31 Me da miedo pedir un aumento a mi jefe.
    tra4/a 31 Pide el aumento después de un éxito, con cifras, y di tú primero la cantidad.
    tra5 58 Los precios aumentan cada primavera.
    tra6 73 Despidieron a medio equipo por correo.
    tra7 74 Nos despedimos en el andén sin decir nada.
    tra8 5 La factura 2026-0042 está vencida desde hace dos semanas.
    tra9 85 ¿Cómo se escribe una disculpa a un cliente?
    tra10 12 Perdona, no quería gritar.
    amo1 2 La echo de menos cada día desde que se fue.
    amo2 160 ¡Feliz cumpleaños, vieja amiga mía!
    amo3 7 ¿Qué le regalo a mi hermana por su cumpleaños?
    amo4 38 Buenas noches, duerme bien y sueña con dragones.
    amo5 39 Las notas fueron buenas; las noches de estudio, largas.
    amo6 61 Mi amiga Ana se casa en junio.
    amo7 62 Se fue de caza con su padre.
    amo8 63 La casa de la playa tiene dos terrazas.
    amo9 88 Vendimos nuestra casa y compramos otras dos casas pequeñas.
    ano1 9 Este año quiero aprender a nadar.
    ano2 150 Hace diez años que vivo en Bogotá.
    jue1 9 El dragón guarda un cofre con tres cerraduras.
    jue2/a 9 Oyes respirar al dragón detrás de la puerta. La cerradura no tiene ojo.
    jue3 43 Los duendes atacan al amanecer.
    jue4 68 Atacamos el castillo desde el río.
    jue5 91 El mago olvidó el hechizo.
    jue6 33 La reina de invierno hizo jurar al caballero.
    uni1 23 Estudio astronomía en la universidad.
    uni2 24 El universo tiene trece mil millones de años.
    uni3 110 ¿Qué universidades enseñan biología marina?
    pla1 5 La albahaca se me muere todos los inviernos.
    pla2/a 5 La albahaca quiere luz y calor; pon la maceta al sur y riégala menos.
    pla3 89 Vivo en la tercera planta sin ascensor.
    tie1 1 Lleva una semana lloviendo.
    tie2 48 Dan lluvia para todo el fin de semana.
    tie3 230 El arcoíris estuvo una hora sobre el valle.
    tie4 15 ¿Qué tiempo hará mañana en Sevilla?
    edu1 11 La exposición del museo enseña mapas de islas que nunca existieron.
    edu2 64 Colecciono mapas de metros antiguos.
    edu3 78 El examen de matemáticas fue dificilísimo.
    edu4 79 ¿Qué matemático demostró el teorema de Fermat?
    edu5 81 El pingüino emperador incuba el huevo sobre sus patas.
    edu6 82 Los pingüinos no vuelan, pero bucean.
  `,
);
