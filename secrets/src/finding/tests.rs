use super::*;
use crate::name::Words;

const WORDS: &str = "password,passwd,pwd,pass,passphrase,secret,token,apikey,api_key,privatekey,\
    private_key,access_key,account_key,auth_key,encryption_key,decryption_key,hmac_key,jwt_key,\
    master_key,secret_key,signing_key,redis_auth,credential,credentials";

fn with_names<T>(run: impl Fn(&Names<'_>) -> T) -> T {
    let words = Words::new(WORDS.split(',').map(|it| it.trim().to_owned())).unwrap();
    let suffixes = ["_ARN", "_NAME", "_ID", "_URL", "_PATH", "_TTL", "_EXPIRY", "_LENGTH"];
    let ignored = |_: &str, constant: &str| suffixes.iter().any(|it| constant.ends_with(it));
    run(&Names { words: &words, ignored: &ignored })
}

/// Compares all cases, and reports every one that differs.
fn assert_all<T: PartialEq + std::fmt::Debug>(cases: impl IntoIterator<Item = (String, T, T)>) {
    let differs = |(case, found, expected): (String, T, T)| {
        (found != expected).then(|| format!("{case}\n    {found:?}, not {expected:?}"))
    };
    let wrong: Vec<String> = cases.into_iter().filter_map(differs).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn setting(name: &str, value: &str) -> Option<String> {
    with_names(|names| in_setting(name, value, names))
}

fn text(text: &str) -> Vec<String> {
    with_names(|names| in_text(text, names)).into_iter().collect()
}

#[test]
fn a_secret_beside_or_around_a_reference_is_none_of_it() {
    let cases = [
        "/JalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "/Tr0ub4dor-and-3",
        "/hunter2hunter2",
        "Tr0ub4dor-${STAGE}-and-3",
        "${PREFIX}Tr0ub4dor",
        "${Tr0ub4dor-and-3",
        "{{resolve:ssm:a}}Tr0ub4dor",
        "$Tr0ub4dor-and-3",
        "arn:Tr0ub4dor-and-3",
        "ssm:Tr0ub4dor4nd3",
        "${DB_PASSWORD:-Tr0ub4dor}",
        "${DB_PASSWORD:Tr0ub4dor}",
        "changeme",
        "1234-678",
        "12-34-5678",
        "https://example.com/?code=abcdefgh",
    ];
    assert_all(cases.map(|value| {
        (value.to_owned(), setting("DB_PASSWORD", value), Some("DB_PASSWORD".to_owned()))
    }));
}

#[test]
fn references() {
    let cases = [
        "/prod/shop/database/password",
        "/run/secrets/db_password",
        "/aws/reference/secretsmanager/prod/db",
        "/ci/k8s/ApiKey2",
        "./secrets/db.txt",
        "C:\\secrets\\db.txt",
        "arn:aws:secretsmanager:us-east-1:111122223333:secret:db-a1B2c3",
        "arn:aws:ssm:us-east-1:111122223333:parameter/prod/db",
        "{{resolve:secretsmanager:db:SecretString:password}}",
        "${DB_PASSWORD}",
        "${AWS::StackName}",
        "${DB_PASSWORD:-}",
        "${DB_PASSWORD:?is missing}",
        "${env:DB_PASSWORD}",
        "${ssm:/prod/db/password}",
        "$DB_PASSWORD",
        "$(DB_PASSWORD)",
        "%DB_PASSWORD%",
        "${USER_PART}${HOST_PART}",
        "Bearer ${TOKEN}",
        "{{ vault_db_password }}",
        "<database password>",
        "ssm:///prod/db",
        "ssm:/prod/db",
        "secretsmanager://db",
        "vault:secret/data/db#password",
        "postgres://{{resolve:ssm:user}}@db",
        "alias/shop-database",
        "",
        "short-7",
        "1234567890",
        "2026-01-15T08:30:12Z",
        "2026-01-15",
        "P1DT12H30M",
        "1h30m20s",
        "900 seconds",
        "1,2,3,4,5",
        "********",
        "xxxxxxxxxxxx",
        "REPLACE_ME_PLEASE",
        "your-password-here",
        "eu-central-1",
        "AWSCURRENT",
        "disabled",
        "https://login.example.com/oauth2/token",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIexample",
        "-----BEGIN PUBLIC KEY-----MFkwEwYHKoZIzj0",
        "rate(30 days)",
        "$6$rounds=4096$salt$hashhashhashhash",
        "{\"username\":\"shop\",\"passwordArn\":\"arn:aws:ssm:us-east-1:111122223333:parameter/x\"}",
    ];
    assert_all(cases.map(|value| (value.to_owned(), setting("DB_PASSWORD", value), None)));
}

#[test]
fn names() {
    let cases = [
        "DB_PASS",
        "SMTP_PASS",
        "mailPass",
        "dbpass",
        "KEY_PASSPHRASE",
        "SIGNING_KEY",
        "ENCRYPTION_KEY",
        "JWT_KEY",
        "ACCESS_KEY",
        "PGPASSWORD",
        "dbpassword",
        "clientsecret",
        "accesstoken",
        "npmtoken",
        "secretkey",
        "awssecretaccesskey",
        "REDIS_AUTH",
        "signingkey",
        "MYSQL_PWD",
        "mysqlpwd",
        "SECRET_X",
        "DB_PASSWORD_PRIMARY",
        "STORAGE_ACCOUNT_KEY",
        "RAILS_MASTER_KEY",
        "SECRET_KEY_BASE",
    ];
    assert_all(
        cases
            .map(|name| (name.to_owned(), setting(name, "Tr0ub4dor-and-3"), Some(name.to_owned()))),
    );
    let cases = [
        "TOKENIZER",
        "MAX_TOKENS",
        "SECRETARY",
        "SECRET_REGION",
        "SECRET_MANAGER_REGION",
        "PASSWORD_FILE",
        "JWT_ALGORITHM",
        "TOKEN_ALGORITHM",
        "TOKEN_AUDIENCE",
        "SECRET_NAME",
        "BYPASS",
        "PASS_THROUGH",
        "COMPASS",
        "JWT_KEY_ID",
        "ENCRYPTION_KEY_ALIAS",
        "TOKEN_TYPE",
        "PASSWORD_POLICY",
        "SECRETS_PREFIX",
        "PARTITION_KEY",
        "NEXT_TOKEN",
        "PASSWORDLESS_LOGIN",
        "OLDPWD",
        "SOME_KEY",
        "API_HOST_KEY",
        "PUBLIC_KEY",
        "",
    ];
    assert_all(cases.map(|name| (name.to_owned(), setting(name, "Tr0ub4dor-and-3"), None)));
    assert_eq!(setting("ENCRYPTION_KEY", "1234abcd-12ab-34cd-56ef-1234567890ab"), None);
}

#[test]
fn secrets_inside_values() {
    let cases = [
        (
            "Server=tcp:db.example.com,1433;Database=shop;User ID=shop;Password=Tr0ub4dor-and-3;Encrypt=True;",
            "password",
        ),
        ("Server=db;Uid=shop;Pwd=hunter2;", "pwd"),
        ("jdbc:mysql://db/shop?user=shop&password=hunter2", "password"),
        ("jdbc:sqlserver://db;user=sa;password=Tr0ub4dor-and-3;", "password"),
        ("{\"username\":\"shop\",\"password\":\"Tr0ub4dor-and-3\"}", "password"),
        ("{\\\"password\\\":\\\"Tr0ub4dor-and-3\\\"}", "password"),
        ("cache:6380,password=Tr0ub4dor-and-3,ssl=True", "password"),
        ("https://example.com/hook?token=abcdefgh1", "token"),
        ("-Xmx512m -Ddb.password=Tr0ub4dor-and-3", "password"),
        ("--user shop --password Tr0ub4dor-and-3", "password"),
        ("host=db user=shop password=Tr0ub4dor-and-3", "password"),
        ("eyJwYXNzd29yZCI6IlRyMHViNGRvci1hbmQtMyJ9", "password"),
    ];
    assert_all(cases.map(|(value, what)| {
        let expected = format!("APP_SETTINGS ({what} in its value)");
        (value.to_owned(), setting("APP_SETTINGS", value), Some(expected))
    }));
    let cases = [
        "Server=db;User ID=shop;Password=${DB_PASSWORD};Encrypt=True;",
        "Server=db;Authentication=Active Directory Default;",
        "jdbc:postgresql://db:5432/shop?sslmode=require",
        "{\"passwordArn\":\"arn:aws:ssm:us-east-1:111122223333:parameter/x\"}",
        "{\"maxTokens\": 4096, \"tokenizer\": \"cl100k_base\"}",
        "https://example.com/reset?token={{token}}",
        "arn:aws:secretsmanager:us-east-1:111122223333:secret:db-a1B2c3d4",
        "openid profile email",
        "deployment.environment=production,service.namespace=shop",
    ];
    assert_all(cases.map(|value| (value.to_owned(), setting("APP_SETTINGS", value), None)));
}

#[test]
fn every_way_to_set_a_value() {
    let cases = [
        "DB_PASSWORD=Tr0ub4dor-and-3",
        "export DB_PASSWORD='Tr0ub4dor-and-3'",
        "export STAGE=prod DB_PASSWORD=Tr0ub4dor-and-3 DEBUG=1",
        "DB_PASSWORD = Tr0ub4dor-and-3",
        "DB_PASSWORD= Tr0ub4dor-and-3  # the database",
        "DB_PASSWORD: Tr0ub4dor-and-3",
        "  - DB_PASSWORD=Tr0ub4dor-and-3",
        "\"DB_PASSWORD\": \"Tr0ub4dor-and-3\",",
        "{\"a\":1,\"DB_PASSWORD\":\"Tr0ub4dor-and-3\"}",
        "$DB_PASSWORD = \"Tr0ub4dor-and-3\"",
        "$env:DB_PASSWORD = 'Tr0ub4dor-and-3'",
        "[Environment]::SetEnvironmentVariable(\"DB_PASSWORD\", \"Tr0ub4dor-and-3\", \"Machine\")",
        "set DB_PASSWORD=Tr0ub4dor-and-3",
        "set \"DB_PASSWORD=Tr0ub4dor-and-3\"",
        "setx DB_PASSWORD Tr0ub4dor-and-3 /M",
        "setx /M DB_PASSWORD \"Tr0ub4dor-and-3\"",
        "setenv DB_PASSWORD Tr0ub4dor-and-3",
        "set -x DB_PASSWORD Tr0ub4dor-and-3",
        "ENV DB_PASSWORD Tr0ub4dor-and-3",
        "sudo DB_PASSWORD=Tr0ub4dor-and-3 /opt/app/install.sh",
        "declare -x DB_PASSWORD=\"Tr0ub4dor-and-3\"",
        "readonly DB_PASSWORD=Tr0ub4dor-and-3",
        "echo \"DB_PASSWORD=Tr0ub4dor-and-3\" >> /etc/environment",
        "echo 'export DB_PASSWORD=\"Tr0ub4dor-and-3\"' >> ~/.profile",
        "echo DB_PASSWORD=Tr0ub4dor-and-3 | tee -a /etc/app.env",
        "docker run -d -e DB_PASSWORD=Tr0ub4dor-and-3 postgres:16",
        "docker run --env \"DB_PASSWORD=Tr0ub4dor-and-3\" postgres:16",
        "docker run --env=DB_PASSWORD=Tr0ub4dor-and-3 postgres:16",
        "Environment=DB_PASSWORD=Tr0ub4dor-and-3",
        "Environment=\"STAGE=prod\" \"DB_PASSWORD=Tr0ub4dor-and-3\"",
        "DB_PASSWORD=${DB_PASSWORD:-Tr0ub4dor-and-3}",
        ": \"${DB_PASSWORD:=Tr0ub4dor-and-3}\"",
        "A=1;DB_PASSWORD=Tr0ub4dor-and-3;export DB_PASSWORD",
        "os.environ[\"DB_PASSWORD\"] = \"Tr0ub4dor-and-3\"",
        "DB_PASSWORD => 'Tr0ub4dor-and-3',",
        "<DB_PASSWORD>Tr0ub4dor-and-3</DB_PASSWORD>",
        "<add key=\"DB_PASSWORD\" value=\"Tr0ub4dor-and-3\"/>",
        "- name: DB_PASSWORD\n  value: Tr0ub4dor-and-3",
        "{\"name\":\"DB_PASSWORD\",\"value\":\"Tr0ub4dor-and-3\"}",
        "DB_PASSWORD: |\n  Tr0ub4dor-and-3\n",
        "DB_PASSWORD=\"Tr0ub4dor-and-3",
        "#cloud-config\nwrite_files:\n- content: |\n    DB_PASSWORD: Tr0ub4dor-and-3\n",
    ];
    assert_all(
        cases.map(|script| (script.to_owned(), text(script), vec!["DB_PASSWORD".to_owned()])),
    );
    let cases = [
        ("aws configure set aws_secret_access_key Tr0ub4dor-and-3", "aws_secret_access_key"),
        (
            "aws configure set profile.x.aws_secret_access_key Tr0ub4dor-and-3 --profile x",
            "profile.x.aws_secret_access_key",
        ),
        ("app --db-password Tr0ub4dor-and-3", "db-password"),
        ("app --db-password=Tr0ub4dor-and-3", "db-password"),
        ("New-LocalUser -Password \"Tr0ub4dor-and-3\"", "Password"),
        ("curl -u shop:Tr0ub4dor-and-3 https://example.com", "password"),
        ("echo 'root:Tr0ub4dor-and-3' | chpasswd", "password"),
        ("chpasswd:\n  list: |\n    ubuntu:Tr0ub4dor-and-3\n", "password"),
        ("CREATE USER shop IDENTIFIED BY 'Tr0ub4dor-and-3';", "password"),
        ("machine example.com login shop password Tr0ub4dor-and-3", "password"),
        ("requirepass Tr0ub4dor-and-3", "password"),
        ("mysql -u root -pTr0ub4dor-and-3 shop", "password"),
        ("docker login -u shop -p Tr0ub4dor-and-3 registry.example.com", "password"),
        ("plain_text_passwd: Tr0ub4dor-and-3", "plain_text_passwd"),
        ("//registry.npmjs.org/:_authToken=Tr0ub4dor-and-3", "_authToken"),
        (
            "ECS_ENGINE_AUTH_DATA={\"https://index.docker.io/v1/\":{\"username\":\"shop\",\"password\":\"Tr0ub4dor-and-3\"}}",
            "password",
        ),
    ];
    assert_all(
        cases.map(|(script, name)| (script.to_owned(), text(script), vec![name.to_owned()])),
    );
    let auth = "ECS_ENGINE_AUTH_DATA={\"https://index.docker.io/v1/\":{\"auth\":\"c2hvcDpUcjB1YjRkb3ItYW5kLTM=\"}}";
    assert!(!text(auth).is_empty());
}

#[test]
fn what_a_script_merely_passes_on() {
    let cases = [
        "TOKEN=$(curl -X PUT http://169.254.169.254/latest/api/token -H \"X-aws-ec2-metadata-token-ttl-seconds: 21600\")",
        "curl -H \"X-aws-ec2-metadata-token: $TOKEN\" http://169.254.169.254/latest/meta-data/instance-id",
        "DB_PASSWORD=`aws ssm get-parameter --name /db --with-decryption --query Parameter.Value`",
        "DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id prod/shop/database --query SecretString --output text)",
        "export PASSWORD=\"$DB_PASSWORD\"",
        "export PASSWORD=$db_password",
        "$Password = (Get-SSMParameterValue -Name /prod/db -WithDecryption $true).Parameters[0].Value",
        "$Password = Get-SECSecretValue -SecretId prod/database",
        "password = os.environ[\"DB_PASSWORD\"]",
        "password = get_secret(\"prod/database\")",
        "connect(user=user, password=db_password)",
        "docker run -e DB_PASSWORD postgres:16",
        "docker run -e DB_PASSWORD=$DB_PASSWORD postgres:16",
        "docker login --username AWS --password-stdin 111122223333.dkr.ecr.us-east-1.amazonaws.com",
        "aws ecr get-login-password --region us-east-1 | docker login --username AWS --password-stdin x",
        "# Password: stored in Secrets Manager",
        "if [ \"$PASSWORD\" == \"\" ]; then exit 1; fi",
        "DB_PASSWORD_FILE=/run/secrets/db_password",
        "db_password: !Ref DatabasePassword",
        "password: {{ vault_password }}",
        "passwd: $6$rounds=4096$saltsalt$hashhashhash",
        "PasswordAuthentication no",
        "Environment=SECRET_REGION=eu-central-1",
        "valueFrom: arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/db-a1B2c3d4",
        "SECRET_ARN=arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/db-a1B2c3d4",
        "yum install -y pam_ssh_agent_auth passwdqc",
        "sudo passwd -l ec2-user",
        "aws configure set region eu-central-1",
        "git clone https://github.com/example/token-service.git",
        "set -euo pipefail",
    ];
    assert_all(cases.map(|script| (script.to_owned(), text(script), Vec::<String>::new())));
}

proptest::proptest! {
    #[test]
    fn never_panics(value in ".{0,200}", script in "([ -~äé]{0,40}\n){0,6}", mix in "([=:\"'$(){}<> \\\\-]|password|/|-p|set|ä){0,40}") {
        for it in [&value, &script, &mix] {
            setting("DB_PASSWORD", it);
            text(it);
            crate::user_data(it);
        }
    }

    #[test]
    fn a_value_is_not_repeated(value in "[A-Za-z0-9!#%+/=?@^~-]{12,40}") {
        for found in [setting("DB_PASSWORD", &value), setting("FOO", &value)].into_iter().flatten() {
            proptest::prop_assert!(!found.contains(&value), "{found}");
        }
    }
}
