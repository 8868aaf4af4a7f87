"""Renders chat templates with Jinja2 as transformers sets it up, for ChatTemplateTests. Run: python make_goldens.py > goldens.json

The templates are written for this project, in the dialects of the families that they are named after."""
import json
from jinja2.ext import loopcontrols, Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Generation(Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        from jinja2 import nodes
        return nodes.Scope(body).set_lineno(line)


def refuse(message):
    raise ValueError(message)


env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
env.filters["tojson"] = lambda x, ensure_ascii=False, indent=None, separators=None, sort_keys=False: json.dumps(
    x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)
env.globals["raise_exception"] = refuse

TEMPLATES = {
    "chatml": "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
    "llama3-style": """{{- bos_token }}
{%- if custom_tools is defined %}
    {%- set tools = custom_tools %}
{%- endif %}
{%- if not date_string is defined %}
    {%- if strftime_now is defined %}
        {%- set date_string = strftime_now("%d %b %Y") %}
    {%- else %}
        {%- set date_string = "01 Jan 2025" %}
    {%- endif %}
{%- endif %}
{%- if not tools is defined %}
    {%- set tools = none %}
{%- endif %}

{#- The system turn comes first, if there is one. #}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{%- if tools is not none %}
    {{- "Tools:\\n" }}
    {%- for t in tools %}
        {{- t | tojson(indent=4) }}
        {{- "\\n\\n" }}
    {%- endfor %}
{%- endif %}
{{- "Today: " + date_string + "\\n\\n" }}
{{- system_message }}
{{- "<|eot_id|>" }}
{%- for message in messages %}
    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
        {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
    {%- elif 'tool_calls' in message %}
        {%- if not message.tool_calls|length == 1 %}
            {{- raise_exception("one call at a time") }}
        {%- endif %}
        {%- set tool_call = message.tool_calls[0].function %}
        {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' -}}
        {{- '{"name": "' + tool_call.name + '", ' }}
        {{- '"parameters": ' }}
        {{- tool_call.arguments | tojson }}
        {{- "}" }}
        {{- "<|eot_id|>" }}
    {%- elif message.role == "tool" or message.role == "ipython" %}
        {{- "<|start_header_id|>ipython<|end_header_id|>\\n\\n" }}
        {%- if message.content is mapping or message.content is iterable %}
            {{- message.content | tojson }}
        {%- else %}
            {{- message.content }}
        {%- endif %}
        {{- "<|eot_id|>" }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
""",
    "qwen3-style": """{%- if tools %}
    {{- '<|im_start|>system\\n' }}
    {%- if messages[0].role == 'system' %}
        {{- messages[0].content + '\\n\\n' }}
    {%- endif %}
    {{- "# Tools\\n<tools>" }}
    {%- for tool in tools %}
        {{- "\\n" }}
        {{- tool | tojson }}
    {%- endfor %}
    {{- "\\n</tools><|im_end|>\\n" }}
{%- else %}
    {%- if messages[0].role == 'system' %}
        {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
    {%- endif %}
{%- endif %}
{%- set ns = namespace(multi_step_tool=true, last_query_index=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.multi_step_tool and message.role == "user" and message.content is string and not(message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
        {%- set ns.multi_step_tool = false %}
        {%- set ns.last_query_index = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if message.content is string %}
        {%- set content = message.content %}
    {%- else %}
        {%- set content = '' %}
    {%- endif %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {%- set reasoning_content = '' %}
        {%- if message.reasoning_content is string %}
            {%- set reasoning_content = message.reasoning_content %}
        {%- else %}
            {%- if '</think>' in content %}
                {%- set reasoning_content = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
                {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
            {%- endif %}
        {%- endif %}
        {%- if loop.index0 > ns.last_query_index %}
            {%- if loop.last or (not loop.last and reasoning_content) %}
                {{- '<|im_start|>' + message.role + '\\n<think>\\n' + reasoning_content.strip('\\n') + '\\n</think>\\n\\n' + content.lstrip('\\n') }}
            {%- else %}
                {{- '<|im_start|>' + message.role + '\\n' + content }}
            {%- endif %}
        {%- else %}
            {{- '<|im_start|>' + message.role + '\\n' + content }}
        {%- endif %}
        {%- if message.tool_calls %}
            {%- for tool_call in message.tool_calls %}
                {%- if (loop.first and content) or (not loop.first) %}
                    {{- '\\n' }}
                {%- endif %}
                {%- if tool_call.function %}
                    {%- set tool_call = tool_call.function %}
                {%- endif %}
                {{- '<tool_call>\\n{"name": "' }}
                {{- tool_call.name }}
                {{- '", "arguments": ' }}
                {%- if tool_call.arguments is string %}
                    {{- tool_call.arguments }}
                {%- else %}
                    {{- tool_call.arguments | tojson }}
                {%- endif %}
                {{- '}\\n</tool_call>' }}
            {%- endfor %}
        {%- endif %}
        {{- '<|im_end|>\\n' }}
    {%- elif message.role == "tool" %}
        {%- if loop.first or (messages[loop.index0 - 1].role != "tool") %}
            {{- '<|im_start|>user' }}
        {%- endif %}
        {{- '\\n<tool_response>\\n' }}
        {{- content }}
        {{- '\\n</tool_response>' }}
        {%- if loop.last or (messages[loop.index0 + 1].role != "tool") %}
            {{- '<|im_end|>\\n' }}
        {%- endif %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}
""",
    "mistral-style": "{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = messages[0]['content'] %}{% else %}{% set loop_messages = messages %}{% set system_message = false %}{% endif %}{{ bos_token }}{% for message in loop_messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Roles must alternate') }}{% endif %}{% if loop.index0 == 0 and system_message != false %}{% set content = '<<SYS>>\\n' + system_message + '\\n<</SYS>>\\n\\n' + message['content'] %}{% else %}{% set content = message['content'] %}{% endif %}{% if message['role'] == 'user' %}{{ ' [INST] ' + content.strip() + ' [/INST]' }}{% elif message['role'] == 'assistant' %}{% generation %}{{ ' ' + content.strip() + ' ' + eos_token }}{% endgeneration %}{% endif %}{% endfor %}",
    "gemma-style": """{{ bos_token }}
{%- if messages[0]['role'] == 'system' -%}
    {%- if messages[0]['content'] is string -%}
        {%- set first_user_prefix = messages[0]['content'] + '

' -%}
    {%- else -%}
        {%- set first_user_prefix = messages[0]['content'][0]['text'] + '

' -%}
    {%- endif -%}
    {%- set loop_messages = messages[1:] -%}
{%- else -%}
    {%- set first_user_prefix = "" -%}
    {%- set loop_messages = messages -%}
{%- endif -%}
{%- for message in loop_messages -%}
    {%- if (message['role'] == 'assistant') -%}
        {%- set role = "model" -%}
    {%- else -%}
        {%- set role = message['role'] -%}
    {%- endif -%}
    {{ '<start_of_turn>' + role + '
' + (first_user_prefix if loop.first else "") }}
    {%- if message['content'] is string -%}
        {{ message['content'] | trim }}
    {%- elif message['content'] is iterable -%}
        {%- for item in message['content'] -%}
            {%- if item['type'] == 'image' -%}
                {{ '<start_of_image>' }}
            {%- elif item['type'] == 'text' -%}
                {{ item['text'] | trim }}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ '<end_of_turn>
' }}
{%- endfor -%}
{%- if add_generation_prompt -%}
    {{'<start_of_turn>model
'}}
{%- endif -%}
""",
    "white-space": """{# a comment #}
  {% for m in messages %}
    {{ loop.index }}: {{ m.role | upper }}
    {%- if not loop.last %},{% endif %}

  {% endfor %}
end {%+ if true %} kept {% endif %}
{% raw %}{{ not }} {% this %}{% endraw %}

last line
""",
    "everything": """{%- macro part(role, mark='#') -%}
{{ mark }}{{ role }}{{ mark }}
{%- endmacro -%}
{%- set parts = [] -%}
{%- for m in messages if m.role != 'system' -%}
{{ part(m.role) }}{{ part(m.role, mark='*') }}{{ ', ' if not loop.last }}
{%- else -%}
nobody
{%- endfor %}
{{ messages | map(attribute='role') | join('+') }}|{{ messages | selectattr('role', 'equalto', 'user') | list | length }}|{{ messages | rejectattr('role', 'eq', 'user') | map(attribute='content') | map('upper') | join('/') }}
{{ 7 // 2 }} {{ 7 / 2 }} {{ -7 % 3 }} {{ 2 ** 5 }} {{ 1 + 2 * 3 - 4 }} {{ 'a' ~ 1 ~ none ~ true }} {{ 1.0 }} {{ 3 * 'ab' if false else 'ab' * 3 }}
{{ [1, 'two', 3.5, none, {'k': "it's"}] }} {{ {'a': [1, 2], 'b': {'c': true}} | tojson }} {{ 'é"\\n' | tojson }}
{{ 'x' in 'xyz' }} {{ 'q' not in ['a', 'b'] }} {{ 1 < 2 < 3 }} {{ not false and 0 or 'or' }} {{ undefined_name | default('fallback') }} {{ '' | default('empty', true) }}
{{ 'Hello'[1:3] }} {{ 'Hello'[::-1] }} {{ [1,2,3,4][-2:] }} {{ 'a,b,c'.split(',')[-1] }} {{ 'a b  c'.split() }} {{ 'k=v=w'.split('=', 1) }}
{% set ns = namespace(found=false, n=0) %}
{% for i in range(2, 11, 3) %}{% if i == 8 %}{% break %}{% endif %}{% if i == 2 %}{% continue %}{% endif %}{% set ns.n = ns.n + i %}{% endfor %}
{{ ns.n }} {{ ns.found }} {{ {'a': 1, 'b': 2}.items() | list | length }} {{ {'a': 1}.get('z', 'none') }} {% for k, v in {'x': 1, 'y': 2} | items %}{{ k }}={{ v }};{% endfor %}
{% set block %}
captured {{ 1 + 1 }}
{% endset %}
[{{ block | trim }}] {{ 'title case' | title }} {{ 'CAPS here' | capitalize }} {{ ' s ' | trim }} {{ 'abc' | replace('b', 'X') }} {{ [3, 1, 2] | sort }} {{ ['b', 'A'] | sort | join }} {{ [1, 2] | first }} {{ 'abc' | last }}
{{ 5 is odd }} {{ 5 is divisibleby 5 }} {{ none is none }} {{ 'a' is string and 1 is number and [] is iterable and {} is mapping }} {{ x is not defined }} {{ 3 is in [1, 2, 3] }}
{{ 'text\\twith "quotes" and \\\\ backslash' }} {{ 'ab' 'cd' }} {{ (1, 2)[1] }} {{ '%s' | length }} {{ "4" | int + 1 }} {{ 3.7 | int }} {{ [[1, 2], [3]] | sum(start=[]) | length if false else 'skip' }}
""".replace("{{ [[1, 2], [3]] | sum(start=[]) | length if false else 'skip' }}", "done"),
}

CHATS = {
    "plain": [{"role": "user", "content": "What is 3 plus 4?"}],
    "system": [{"role": "system", "content": "  You are helpful. "}, {"role": "user", "content": " Hello \n"}, {"role": "assistant", "content": "Hi!"}, {"role": "user", "content": "Bye {{ x }} {% y %}"}],
    "thinking": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "<think>\nlong\n</think>\n\nshort"}, {"role": "user", "content": "é 你好 😀"}, {"role": "assistant", "content": "<think>\nmore\n</think>\n\nanswer"}],
    "tools": [{"role": "user", "content": "weather?"},
              {"role": "assistant", "content": "", "tool_calls": [{"type": "function", "function": {"name": "get", "arguments": {"city": "Köln", "days": 2, "f": 1.5, "ok": True, "no": None}}}]},
              {"role": "tool", "content": "rain"}, {"role": "assistant", "content": "It rains."}],
    "twice": [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}],
    "parts": [{"role": "user", "content": [{"type": "image"}, {"type": "text", "text": " what is it? "}]}],
    "empty content": [{"role": "user", "content": ""}],
}
TOOLS = [{"type": "function", "function": {"name": "get", "description": "Gets \"it\"", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}]
MORE = [{}, {"tools": TOOLS}, {"enable_thinking": False}, {"date_string": "05 May 2026"}]
TOKENS = {"bos_token": "<s>", "eos_token": "</s>"}

cases = []
for name, source in TEMPLATES.items():
    for chat, messages in CHATS.items():
        for more in MORE:
            for prompt in (True, False):
                if (more and not prompt) or (more and name not in ("llama3-style", "qwen3-style")):
                    continue
                try:
                    rendered = env.from_string(source).render(messages=messages, add_generation_prompt=prompt, **{"tools": None, "documents": None, **TOKENS, **more})
                    cases.append(dict(template=name, chat=chat, more=more, add_generation_prompt=prompt, rendered=rendered))
                except Exception as e:
                    cases.append(dict(template=name, chat=chat, more=more, add_generation_prompt=prompt, refused=str(e)))
print(json.dumps(dict(tokens=TOKENS, templates=TEMPLATES, chats=CHATS, cases=cases), ensure_ascii=False, indent=1))
