from lib.db import db
from lib.ddb import Ddb


class CreateMessage:
  """The checks are in the course's order, and the last one that fails counts. As in the course, a refusal ends with a 500,
  because of an undefined name, and so does a message whose sender or receiver does not exist."""

  def run(mode, message, cognito_user_id, message_group_uuid=None, user_receiver_handle=None):
    model = {'errors': None, 'data': None}
    if mode == "update" and not message_group_uuid:
      model['errors'] = ['message_group_uuid_blank']
    if not cognito_user_id:
      model['errors'] = ['cognito_user_id_blank']
    if mode == "create" and not user_receiver_handle:
      model['errors'] = ['user_reciever_handle_blank']
    if not message:
      model['errors'] = ['message_blank']
    elif len(message) > 1024:
      model['errors'] = ['message_exceed_max_chars']
    if model['errors']:
      model['data'] = {'handle': user_sender_handle, 'message': message}  # noqa: F821, the course's mistake
      return model
    users = db.query_array_json(db.template('users', 'create_message_users'), {
      'cognito_user_id': cognito_user_id,
      'user_receiver_handle': user_receiver_handle or ''
    })
    me = next((user for user in users if user['kind'] == 'sender'), None)
    other = next((user for user in users if user['kind'] == 'recv'), None)
    mine = {
      'my_user_uuid': me['uuid'], 'my_user_display_name': me['display_name'], 'my_user_handle': me['handle']
    }
    ddb = Ddb.client()
    if mode == "update":
      data = Ddb.create_message(client=ddb, message_group_uuid=message_group_uuid, message=message, **mine)
    else:
      data = Ddb.create_message_group(
        client=ddb, message=message, **mine, other_user_uuid=other['uuid'],
        other_user_display_name=other['display_name'], other_user_handle=other['handle']
      )
    model['data'] = data
    return model
