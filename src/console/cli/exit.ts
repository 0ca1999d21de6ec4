/**
 * What the program's exit code says. Scripts rely on it; the texts beside it are for people.
 *
 * | code | meaning                                                                    |
 * |-----:|----------------------------------------------------------------------------|
 * |    0 | done                                                                       |
 * |    1 | the world was in the way: a file, the disk, the network, the settings      |
 * |    2 | the command line was not understood; nothing was begun                     |
 * |    3 | a check ran to its end and found something                                 |
 * |    4 | a mistake in the program; a crash file tells where                         |
 * |  130 | interrupted                                                                |
 */
export const EXIT = Object.freeze({
  done: 0,
  world: 1,
  usage: 2,
  found: 3,
  mistake: 4,
  interrupted: 130,
})
