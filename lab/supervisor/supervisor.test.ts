import { expect, test } from 'vitest';
import { callFor } from './commands';
import { readCommand } from './options';

function wrong(...args: string[]): readonly string[] {
  const command = readCommand(args);
  return command.kind === 'wrong' ? command.messages : [];
}

test('without arguments all three programs run in world pandora', () => {
  const command = readCommand([]);
  expect(command.kind === 'run' && command.options).toMatchObject({
    dataDir: '.lab',
    keep: false,
    world: 'pandora',
    only: ['kubernetes', 'nsx', 'ncp'],
    foreign: undefined,
  });
});

test('with a kubeconfig the lab has no API server of its own', () => {
  const command = readCommand(['--kubeconfig', 'k', '--cluster', 'home', '--no-pod-status']);
  expect(command.kind === 'run' && command.options).toMatchObject({
    only: ['nsx', 'ncp'],
    foreign: { kubeconfig: 'k', cluster: 'home', topology: 'two-tier', podStatus: 'never' },
  });
});

test('every mistake is named', () => {
  expect(wrong('--world', 'x', '--seed', 'a', '--port-base', '70000')).toHaveLength(3);
  expect(wrong('--only', 'nsx,nsy')[0]).toContain('"nsy"');
  expect(wrong('--context', 'c')[0]).toContain('--kubeconfig');
  expect(wrong('--kubeconfig', 'k', '--only', 'kubernetes')[0]).toContain('own API server');
  expect(wrong('--kubeconfig', 'k', '--cluster', 'a b')[0]).toContain('--cluster');
  expect(wrong('--frob')[0]).toContain('--frob');
});

test('words become calls of the control API', () => {
  expect(callFor(['status'])).toEqual({ method: 'GET', path: '/status' });
  expect(callFor(['kill', 'kubernetes'])).toMatchObject({ method: 'POST', path: '/programs/kubernetes/kill' });
  expect(callFor(['world', 'pandora', '7', 'S'])).toMatchObject({ body: { name: 'pandora', seed: 7, size: 'S' } });
  expect(callFor(['faults', 'nsx', 'add', '{"kind":"down"}'])).toMatchObject({
    path: '/programs/nsx/_lab/faults',
    body: { kind: 'down' },
  });
  expect(callFor(['faults', 'nsx', 'heal', 'a/b'])).toMatchObject({ path: '/programs/nsx/_lab/faults/a%2Fb' });
});

test('words that make no sense are answered with what would', () => {
  expect(callFor(['stop', 'vcenter'])).toContain('kubernetes, nsx, ncp');
  expect(callFor(['dance'])).toContain('unknown command');
  expect(callFor(['faults', 'nsx', 'add', '{'])).toContain('not JSON');
});
