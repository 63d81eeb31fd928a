/** How a client is made to accept the receiver's certificate. */
export interface TrustStep {
  client: string;
  /** A command, a line of code, or of settings. */
  command: string;
  /** What else there is to know, in a sentence; '' for nothing. */
  note: string;
}

/**
 * How clients accept the certificate in a file, one step each. It vouches for itself and is no authority, so that
 * whoever trusts it trusts this receiver only.
 * @param url an address of the receiver, "https://localhost:7443"
 */
export function trustSteps(file: string, url: string): TrustStep[] {
  const step = (client: string, command: string, note = ''): TrustStep => ({ client, command, note });
  return [
    step('curl', `curl --cacert "${file}" ${url}/pb`),
    step('Node.js', `NODE_EXTRA_CA_CERTS="${file}" node sender.js`),
    step(
      'Python',
      `SSL_CERT_FILE="${file}" python3 sender.py`,
      'Requests reads REQUESTS_CA_BUNDLE instead of SSL_CERT_FILE.',
    ),
    step(
      'PHP',
      `curl_setopt($ch, CURLOPT_CAINFO, "${file}");`,
      'Or set curl.cainfo and openssl.cafile in php.ini.',
    ),
    step(
      'Java',
      `keytool -importcert -noprompt -alias postbench -file "${file}" -keystore trust.p12 -storepass changeit`,
      'Then run java -Djavax.net.ssl.trustStore=trust.p12 -Djavax.net.ssl.trustStorePassword=changeit.',
    ),
    step(
      'Chrome on Linux',
      `certutil -d sql:$HOME/.pki/nssdb -A -t "P,," -n postbench -i "${file}"`,
      'On macOS and Windows, Chrome and Edge use the certificates of the system.',
    ),
    step(
      'Firefox',
      url,
      'Open this address, select Advanced, then “Accept the Risk and Continue”. Compare the fingerprint first.',
    ),
    step(
      'Debian, Ubuntu',
      `sudo cp "${file}" /usr/local/share/ca-certificates/ && sudo update-ca-certificates`,
    ),
    step('macOS', `security add-trusted-cert -k ~/Library/Keychains/login.keychain-db "${file}"`),
    step('Windows', `certutil -user -addstore Root "${file}"`),
  ];
}
