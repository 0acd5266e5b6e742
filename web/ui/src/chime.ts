let audio: AudioContext | undefined

/** Two soft notes, made on the spot; silent where the browser wants a tap first. */
export function chime(): void {
  try {
    audio ??= new AudioContext()
    if (audio.state === 'suspended') return void audio.resume().catch(() => {})
    note(audio, 660, 0)
    note(audio, 880, 0.09)
  } catch {
    // No sound here; the badge is enough.
  }
}

function note(context: AudioContext, frequency: number, afterSeconds: number): void {
  const start = context.currentTime + afterSeconds
  const tone = new OscillatorNode(context, { frequency })
  const volume = new GainNode(context, { gain: 0.0001 })
  volume.gain.exponentialRampToValueAtTime(0.06, start + 0.015)
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.22)
  tone.connect(volume).connect(context.destination)
  tone.start(start)
  tone.stop(start + 0.24)
}
