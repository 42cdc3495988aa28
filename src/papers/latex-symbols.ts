/** LaTeX commands that stand for one sign or word, without their backslash. */
export const latexSymbols: ReadonlyMap<string, string> = new Map(
  `alpha α, beta β, gamma γ, delta δ, epsilon ε, varepsilon ε, zeta ζ, eta η, theta θ, vartheta ϑ, iota ι, kappa κ,
  lambda λ, mu μ, nu ν, xi ξ, pi π, rho ρ, sigma σ, tau τ, upsilon υ, phi φ, varphi φ, chi χ, psi ψ, omega ω,
  Gamma Γ, Delta Δ, Theta Θ, Lambda Λ, Xi Ξ, Pi Π, Sigma Σ, Upsilon Υ, Phi Φ, Psi Ψ, Omega Ω,
  times ×, cdot ·, div ÷, pm ±, mp ∓, leq ≤, le ≤, geq ≥, ge ≥, neq ≠, ne ≠, ll ≪, gg ≫, approx ≈, sim ∼, simeq ≃,
  equiv ≡, propto ∝, to →, rightarrow →, leftarrow ←, leftrightarrow ↔, Rightarrow ⇒, mapsto ↦, uparrow ↑, downarrow ↓,
  infty ∞, partial ∂, nabla ∇, sum ∑, prod ∏, int ∫, in ∈, notin ∉, subset ⊂, subseteq ⊆, cup ∪, cap ∩, emptyset ∅,
  forall ∀, exists ∃, neg ¬, land ∧, lor ∨, wedge ∧, vee ∨, oplus ⊕, otimes ⊗, odot ⊙, star ⋆, ast ∗, dagger †,
  ell ℓ, hbar ℏ, circ ∘, degree °, textdegree °, prime ′, ldots …, dots …, cdots …, textellipsis …, checkmark ✓,
  textendash –, textemdash —, textasciitilde ~, textbar |, textless <, textgreater >, textregistered ®,
  texttrademark ™, copyright ©, pounds £, euro €, log log, ln ln, exp exp, sin sin, cos cos, tan tan, tanh tanh,
  max max, min min, arg arg, argmax argmax, argmin argmin, sup sup, inf inf, lim lim, det det, dim dim, Pr Pr,
  LaTeX LaTeX, TeX TeX`
    .split(',')
    .map((entry) => entry.trim().split(' '))
    .flatMap(([command, sign]) => (command && sign ? [[command, sign] as const] : [])),
)

/** Letters with a command of their own; recognised only as `{\o}` or `\o{}`, since `\o` alone may be anything. */
export const latexLetters: ReadonlyMap<string, string> = new Map(
  Object.entries({
    o: 'ø',
    O: 'Ø',
    l: 'ł',
    L: 'Ł',
    ae: 'æ',
    AE: 'Æ',
    oe: 'œ',
    OE: 'Œ',
    aa: 'å',
    AA: 'Å',
    ss: 'ß',
    i: 'i',
    j: 'j',
  }),
)

/** Accent commands and the combining character each stands for. */
export const latexAccents: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '"': '\u0308',
    "'": '\u0301',
    '`': '\u0300',
    '^': '\u0302',
    '~': '\u0303',
    '=': '\u0304',
    '.': '\u0307',
    c: '\u0327',
    v: '\u030C',
    u: '\u0306',
    H: '\u030B',
    k: '\u0328',
    r: '\u030A',
    d: '\u0323',
  }),
)
