// A row of bits, written as base64url: what is kept in an LMS must be ASCII and short.

const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The bits that tell 0 to `largest` apart. */
export const width = (largest) => (BigInt(largest) === 0n ? 0 : BigInt(largest).toString(2).length);

export class Writer {
  row = [];

  put(value, bits) {
    if (bits > 0) this.row.push(BigInt(value).toString(2).padStart(bits, "0"));
    return this;
  }

  toString() {
    const row = this.row.join("");
    let text = "";
    for (let at = 0; at < row.length; at += 6) text += SIGNS[parseInt(row.slice(at, at + 6).padEnd(6, "0"), 2)];
    return text;
  }
}

export class Reader {
  at = 0;

  constructor(text) {
    this.row = [...text].map((sign) => {
      const value = SIGNS.indexOf(sign);
      if (value < 0) throw new RangeError("not a state");
      return value.toString(2).padStart(6, "0");
    }).join("");
  }

  get left() {
    return this.row.length - this.at;
  }

  big(bits) {
    if (bits > this.left) throw new RangeError("a state that ends too soon");
    this.at += bits;
    return bits ? BigInt(`0b${this.row.slice(this.at - bits, this.at)}`) : 0n;
  }

  get(bits) {
    return Number(this.big(bits));
  }
}
