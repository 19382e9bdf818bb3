import os
import time

import requests
from jose import jwk, jwt
from jose.exceptions import JOSEError
from jose.utils import base64url_decode


class TokenVerifyError(Exception):
  pass


def extract_access_token(headers):
  words = headers.get("Authorization", "").split()
  return words[1] if len(words) == 2 else None


class CognitoJwtToken:
  """Checks what the course checks of an access token: signature, expiry and client, not issuer and use."""

  def __init__(self, user_pool_id, user_pool_client_id, region):
    self.user_pool_client_id = user_pool_client_id
    url = os.getenv(
      "COGNITO_JWKS_URL",
      f"https://cognito-idp.{region}.amazonaws.com/{user_pool_id}/.well-known/jwks.json"
    )
    self.keys = {key["kid"]: key for key in requests.get(url, timeout=10).json()["keys"]}

  def verify(self, token):
    if not token:
      raise TokenVerifyError("No token provided")
    try:
      key = self.keys.get(jwt.get_unverified_headers(token)["kid"])
      if key is None:
        raise TokenVerifyError("Public key not found in jwks.json")
      message, signature = token.rsplit(".", 1)
      if not jwk.construct(key).verify(message.encode(), base64url_decode(signature.encode())):
        raise TokenVerifyError("Signature verification failed")
      claims = jwt.get_unverified_claims(token)
    except JOSEError as error:
      raise TokenVerifyError(str(error)) from error
    if time.time() > claims["exp"]:
      raise TokenVerifyError("Token is expired")
    if claims.get("aud", claims.get("client_id")) != self.user_pool_client_id:
      raise TokenVerifyError("Token was not issued for this audience")
    return claims
