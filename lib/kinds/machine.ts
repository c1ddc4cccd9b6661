/** The key under which a machine is known to Kubernetes (provider id) and to NSX (virtual machine). */
export const machineKey = (bios: string): string => `bios|${bios.toLowerCase()}`;

/** The key of a network card, by which ports of Pods find what carries them. */
export const vifKey = (vif: string): string => `vif|${vif}`;
