// Written by `make generate` from api/openapi.yaml; never edited.
// document 3ac681269802f4c88a185a2986041b13bdc46c1ab3c0ef3aac242f0392cf7f16
// types 29155c27120939ee0b77a852741b8ca6aa4593db39d8b594f9c3ef77049f1436
export interface paths {
    "/v1/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 上传附件，返回其摘要值 · Hand an attachment in; answers its digest */
        post: operations["put-attachment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attachments/{digest}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 取附件 · Read an attachment */
        get: operations["attachment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/banner": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 页面提示 · What every page must say */
        get: operations["banner"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calendar/due": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 期限计算 · Count a period out */
        get: operations["due"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calendar/{year}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 一年的工作日历 · The working days of a year, with the notices they rest on */
        get: operations["calendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 事项列表（Accept: text/csv 导出） · List of cases; CSV with Accept: text/csv */
        get: operations["cases"];
        put?: never;
        /** 发起事项 · Open a case */
        post: operations["open-case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 批量发起（一场景一申请，逐件办理） · Open several: each is a case of its own */
        post: operations["open-cases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 事项页 · A case, with what I may do in it and why not */
        get: operations["case"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 事项中计算得出的金额及其来由（如账单、结算；Accept: text/csv 导出） · Amounts computed in a case, each with its derivation: a bill, a settlement; CSV with Accept: text/csv */
        get: operations["case-figures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 办理一步 · Take a step */
        post: operations["step"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/certificates/trust": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 信任锚 · The trust anchor to verify with */
        get: operations["trust"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/certificates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 证书及其证明（可离线验证） · A certificate as a bundle that verifies offline */
        get: operations["certificate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/certificates/{id}/face.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 证书票面（PDF） · The face of a certificate, as PDF */
        get: operations["certificate-face"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/certificates/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 证书状态 · How a certificate stands */
        get: operations["certificate-status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/data/{delivery}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 数据接口查询：以键列为参数 · A data interface: the key columns are the parameters */
        get: operations["look-up"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 取交付的文件 · The file of a delivery, for its recipient */
        get: operations["delivery-file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries/{id}/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 取数据接口的密钥（须再次验证） · The key of a data interface, for its recipient, after proving presence again */
        get: operations["delivery-key"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries/{id}/meter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 数据接口的计量和限额 · How often a data interface was called, and its quotas */
        get: operations["meter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 演示说明与账户（含当前验证码） · What this is, and its accounts with their present codes */
        get: operations["demo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/demo/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 登记演示账户的密码以供显示 · Remember the password of an account of the demonstration, to show it */
        post: operations["demo-account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/demo/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 拨动演示时钟 · Move the clock of the demonstration on */
        post: operations["demo-clock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/demo/example": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 为一步的材料填入示例（仅限演示） · Fill the document of a step in, as an example */
        post: operations["demo-example"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/demo/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 以演示账户登录（仅限演示） · Sign in as an account of the demonstration */
        post: operations["demo-session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/demo/tour": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 导览：主要流程走到哪里、下一步是谁 · The guided tour: how far it has come, and who goes next */
        get: operations["tour"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/duties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 义务 · Duties, by the day they are due */
        get: operations["duties"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 实时事件（SSE）：与我有关的回执和进度 · Server-sent events: receipts and progress that concern me */
        get: operations["events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 待办，按法定期限 · What waits for me, by legal deadline */
        get: operations["inbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/installation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 本系统的运行状况：隔离、密钥、日志 · How the installation stands: isolation, keys, log */
        get: operations["installation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 接受邀请：设置密码和第二因素 · Accept an invitation: set password and second factor */
        post: operations["accept-invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 打开邀请 · Open an invitation */
        post: operations["open-invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jurisdictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 辖区，上级在先；只有一个地方的系统为空 · Jurisdictions, those above first; empty where the installation is of one place */
        get: operations["jurisdictions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/log/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 最新检查点 · The latest checkpoint, a signed note */
        get: operations["checkpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/log/continuation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 自某检查点以来只增不改的证明 · Proof that the log only appended since a checkpoint that somebody kept */
        get: operations["continuation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/log/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 日志条目（Accept: text/csv 导出） · Entries of the log; CSV with Accept: text/csv */
        get: operations["entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/log/entries/{seq}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 一条日志 · An entry, with the exact bytes that were hashed */
        get: operations["entry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/log/entries/{seq}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 日志证明（.tlog-proof） · Proof that an entry is in the log */
        get: operations["proof"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/log/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 验证公钥 · Public keys to verify with */
        get: operations["log-keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 我是谁 · Who am I */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 修改密码 · Change the password */
        post: operations["change-password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 本岗位的令牌 · Tokens of the seat */
        get: operations["tokens"];
        put?: never;
        /** 创建令牌 · Create a token */
        post: operations["create-token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** 撤回令牌 · Revoke a token */
        delete: operations["revoke-token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 通知（Accept: text/csv 导出） · Notices to my organisation; CSV with Accept: text/csv */
        get: operations["notices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notices/{id}/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 打开通知（即为送达） · Open a notice, which serves it */
        post: operations["open-notice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/notices/{id}/served": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 登记系统外送达 · Record that a notice was served outside */
        post: operations["serve-notice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/outputs/{id}/neighbours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 与之同源的已出域结果：一并公布时可能互相推算 · Released outputs made from the same resources: together they may give away more than each alone */
        get: operations["neighbours"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/outputs/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 出域检查报告 · The examination of a held output */
        get: operations["report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/packs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 规则包各版本：现行的和仍有事项适用的 · The versions of the pack: the one in force and those that cases are pinned to */
        get: operations["packs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/packs/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 各地规则包逐项对照，只列不同之处 · Packs side by side, where they differ */
        get: operations["pack-comparison"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/packs/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 现行规则包：文本、要点、规则、解释和覆盖情况 · The pack in force: texts, gists, rules, readings, coverage */
        get: operations["current-pack"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/packs/shelf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 随程序提供的各地规则包：只供查阅和比较 · The packs that ship with the program: to be read and compared, they decide nothing */
        get: operations["pack-shelf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/packs/{pack}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 某一版本的规则包，内容同上 · A version of the pack, by its digest, as above */
        get: operations["pack"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/packs/{pack}/parameters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 参数和可设定项 · Parameters of controls and limits, and what the installation sets */
        get: operations["pack-parameters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/packs/{pack}/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 解释 · How open texts are read, and why */
        get: operations["pack-readings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/packs/{pack}/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 规则 · Rules, as the pack writes them */
        get: operations["pack-rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/packs/{pack}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 法定时限测算：最短、最长和每一段的依据 · How long the law lets a matter take: minimum, maximum, and the article of each interval */
        get: operations["pack-timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/packs/{pack}/units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 逐条：要点、规则、解释、演练 · Unit by unit: gist, rules, readings, rehearsals */
        get: operations["pack-units"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/persons/{id}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 重新邀请（密码或验证器遗失时）：邀请码的前半 · Invite again, when password or authenticator are lost: the first half of the code */
        post: operations["invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/persons/{id}/invitation/second": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 重新邀请：由另一名管理员给出邀请码的后半 · Invite again: another administrator gives the second half of the code */
        post: operations["invite-second"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/procedures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 我可以发起的程序及其材料 · Procedures I may open, with their documents */
        get: operations["procedures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/procedures/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 一个程序：状态、步骤、期限和材料 · A procedure: states, steps, periods and documents */
        get: operations["procedure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/public/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 征集和申报公告 · Calls */
        get: operations["public-calls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/public/certificates/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 按编号核验证书 · Look a certificate up by its number */
        get: operations["public-certificate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/public/certificates/{number}/bundle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 证书及其证明 · The certificate with its proofs */
        get: operations["public-certificate-bundle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/public/complaints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 投诉 · Complain */
        post: operations["complain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/public/complaints/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 查询投诉进展 · How a complaint stands */
        get: operations["complaint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/public/disclosures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 披露 · Disclosures */
        get: operations["public-disclosures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/public/jurisdictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 辖区 · Jurisdictions */
        get: operations["public-jurisdictions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/public/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 公示 · Public notices */
        get: operations["public-notices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/public/objections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 对公示提出异议 · Object to what is under public notice */
        post: operations["object"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/public/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 产品名录 · Products on offer */
        get: operations["public-products"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/public/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 登记公开 · What is registered */
        get: operations["public-register"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 登记类别及其事实 · The kinds and the facts rules use */
        get: operations["kinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 登记簿（Accept: text/csv 导出） · A register; CSV with Accept: text/csv */
        get: operations["register"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers/{kind}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 一条登记 · A line of a register, with what is computed of it */
        get: operations["record"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers/{kind}/{id}/revisions/{rev}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 登记的某一版本 · One revision of a line */
        get: operations["record-revision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/resources/{id}/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 上传资源的数据文件（流式） · Upload a file of a resource; it is streamed */
        post: operations["upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 会话：是否已登录，以及每页都要说明的事项 · The session: who is signed in, if anybody, and what every page must say */
        get: operations["session"];
        put?: never;
        /** 登录 · Sign in */
        post: operations["sign-in"];
        /** 退出 · Sign out */
        delete: operations["sign-out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/seat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 切换岗位 · Switch seat */
        post: operations["switch-seat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/step-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 再次验证 · Prove presence again */
        post: operations["step-up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 初始化：以初始化口令取得三名管理员的邀请码 · Set up: trade the bootstrap secret for the three administrators' invitations */
        post: operations["set-up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/titles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 一批登记内容和事项的名称 · Titles of registered things and cases, several at once */
        get: operations["titles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/versions/{id}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 数据版本的结构、统计和问题行（到行列，不含内容） · Schema, profile and unreadable rows of a version, by line and column */
        get: operations["version-profile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 可以加工数据的场景 · Scenarios in which data can be worked on */
        get: operations["workspaces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 查询语句的即时检查：不运行，不读取 · Live diagnostics of a query: nothing is run, nothing is read */
        post: operations["check-query"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 开发环境查询（脱敏样本） · A query in development, over masked samples */
        post: operations["query"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 场景可用的数据：表、列、分级、处理方式和用途 · What a scenario may use: tables, columns, levels, masks and permitted uses */
        get: operations["workspace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AcceptanceBody: {
            /** @description 验证器显示的验证码 · code that the authenticator shows */
            code: string;
            invitation: string;
            password: string;
        };
        ActShown: {
            /** @description 岗位 · seat */
            by: string;
            cites: components["schemas"]["Cite"][];
            deputyFor?: string;
            /** Format: int64 */
            entry: number;
            from?: string;
            on: string;
            org: string;
            orgName?: string;
            /** @description 日志证明 · address of the proof */
            proof: string;
            step: string;
            title: components["schemas"]["LawText"];
            to?: string;
            weekday: components["schemas"]["LawText"];
        };
        ApartDrawn: {
            cite: components["schemas"]["Cite"];
            /** @enum {string} */
            level: "person" | "organisation";
            says: components["schemas"]["LawText"];
            /** @description 程序.步骤 · procedure.step */
            steps: string[];
        };
        AttachmentKept: {
            contentType: string;
            /** @description SHA-256，十六进制，填入材料的 digest 事项 */
            digest: string;
            /** Format: int64 */
            sizeBytes: number;
        };
        AuditGroup: {
            /** Format: int64 */
            need: number;
            of: string[];
        };
        AuditQuorum: {
            groups: components["schemas"]["AuditGroup"][];
            watchers: components["schemas"]["AuditWatcher"][];
        };
        AuditWatcher: {
            key: components["schemas"]["SealKey"];
            name: string;
        };
        Banner: {
            /** @description 演示环境，时钟可拨动 · a demonstration with a settable clock */
            demo?: boolean;
            /** @description 试点：规则尚为征求意见稿 · the text is still a draft */
            pilot?: boolean;
            says: components["schemas"]["LawText"][];
            /** @description 法定日期 · the legal day */
            today: string;
            /** @description 演示有导览 · the demonstration has a guided tour */
            tour?: boolean;
        };
        BatchInputBody: {
            cases: components["schemas"]["Opening"][];
        };
        BatchResult: {
            problem?: components["schemas"]["Problem"];
            receipt?: components["schemas"]["Receipt"];
        };
        CaseLine: {
            /** @description 所涉内容的名称 · title of what it is about */
            about?: string;
            closed?: string;
            due?: components["schemas"]["DueDay"];
            filer: string;
            filerName?: string;
            id: string;
            /** @description 所属辖区；本系统所在地不填 · jurisdiction; absent for the installation's own */
            jurisdiction?: string;
            /** @description 所属辖区名称；只有一个地方的不填 · its name; absent where there is one place */
            jurisdictionName?: string;
            opened: string;
            pilot?: boolean;
            procedure: string;
            /**
             * Format: int64
             * @description 优先次序，小者在先 · place of its kind in the queue, lower first
             */
            rank?: number;
            /** Format: int64 */
            rev: number;
            state: string;
            tags?: components["schemas"]["LawText"][];
            title: components["schemas"]["LawText"];
            /** @description 由谁办理 · role that moves it on; empty where nothing is pending */
            waits?: string;
            waitsWord: components["schemas"]["LawText"];
            word: components["schemas"]["LawText"];
        };
        CasePage: {
            /** @description 所涉内容的名称 · title of what it is about */
            about?: string;
            closed?: string;
            /** @description 已提交的和本阶段应交的材料，逐项核对 · documents handed in and due now, with what is demanded ticked */
            documents: components["schemas"]["DocumentFiled"][];
            due?: components["schemas"]["DueDay"];
            dues: components["schemas"]["DueDay"][];
            /** @description 所涉协议的义务 · duties tied to its agreement */
            duties: components["schemas"]["Line"][];
            filer: string;
            filerName?: string;
            /** @description 所涉内容正被暂停 · something it is about is held */
            held?: boolean;
            id: string;
            /** @description 所属辖区；本系统所在地不填 · jurisdiction; absent for the installation's own */
            jurisdiction?: string;
            /** @description 所属辖区名称；只有一个地方的不填 · its name; absent where there is one place */
            jurisdictionName?: string;
            /** @description 同上，附类别和名称 · the same, with kind and title */
            linked: components["schemas"]["LinkShown"][];
            /** @description 所涉登记内容：名称 → 编号 · what it is about: name → id */
            links: {
                [key: string]: string;
            };
            /** @description 我可以办理 · what I may do */
            may: components["schemas"]["MayShown"][];
            /** @description 我暂不能办理及理由 · what I may not do, and why */
            mayNot: components["schemas"]["MayNotShown"][];
            notice?: components["schemas"]["NoticePeriod"];
            opened: string;
            pack: components["schemas"]["PackName"];
            panel?: components["schemas"]["PanelShown"];
            parties: components["schemas"]["PartyShown"][];
            pilot?: boolean;
            procedure: string;
            /**
             * Format: int64
             * @description 优先次序，小者在先 · place of its kind in the queue, lower first
             */
            rank?: number;
            /** Format: int64 */
            rev: number;
            /**
             * @description 可见范围 · how much of it is shown to you
             * @enum {string}
             */
            sight: "whole" | "judged" | "noticed";
            signed?: string[];
            since: string;
            state: string;
            /** @description 程序图 · the procedure with the case in it */
            states: components["schemas"]["StateShown"][];
            tags?: components["schemas"]["LawText"][];
            /** @description 办理清单 · what the case needs */
            tasks: components["schemas"]["TaskShown"][];
            timeline: components["schemas"]["ActShown"][];
            title: components["schemas"]["LawText"];
            /** @description 材料所指内容的名称：编号 → 名称；看不到的不列 · what its documents name: id → title, as far as it is there for you */
            titles: {
                [key: string]: string;
            };
            /** @description 由谁办理 · role that moves it on; empty where nothing is pending */
            waits?: string;
            waitsWord: components["schemas"]["LawText"];
            word: components["schemas"]["LawText"];
        };
        CaseworkCommitment: {
            id: string;
            kind: string;
            mac: string;
            /** Format: int64 */
            rev: number;
        };
        CaseworkMade: {
            id: string;
            kind: string;
        };
        CertificateBundle: {
            certificate: components["schemas"]["SealEnvelope"];
            format: string;
            keys: components["schemas"]["SealKey"][];
            leaf: string;
            line?: string;
            proofs: string[];
            status: components["schemas"]["SealEnvelope"];
        };
        CertificateTrust: {
            certificates: components["schemas"]["SealKey"][];
            format: string;
            log: components["schemas"]["SealKey"][];
            origin: string;
            quorum?: components["schemas"]["AuditQuorum"];
        };
        ChapterShown: {
            cite?: components["schemas"]["Cite"];
            says: components["schemas"]["LawText"];
            stops: components["schemas"]["StopShown"][];
            title: components["schemas"]["LawText"];
            watch: components["schemas"]["VisitShown"];
        };
        Checked: {
            admitted: boolean;
            /** @description 所读各项资源的提供单位已批准这段代码在生产环境运行 · the provider of each resource it reads has approved this very text for production */
            approved: boolean;
            /** @description 每一处不予受理的理由 · every ground, each with its place */
            diagnostics: components["schemas"]["Diagnostic"][];
            outputs: components["schemas"]["OutputColumn"][];
            /** @description 读取的表和列 · tables and columns it reads */
            reads: {
                [key: string]: string[];
            };
            /** @description 将要运行的语句，由平台重新写出 · the text that would run, written anew by the platform */
            sql?: string;
        };
        Cite: {
            instrument: string;
            /** @description 引用的写法，如〔泰安 9.1〕 · as it is written on pages */
            label: components["schemas"]["LawText"];
            unit: string;
        };
        ClockInputBody: {
            /** @description 新的法定日期，不早于今天 · the new legal day, not before today */
            day: string;
        };
        ClockShown: {
            /** @description 这段时间里届期的事 · what came due on the way */
            fired: components["schemas"]["ComingShown"][];
            today: string;
        };
        CodeGivenBody: {
            code: string;
        };
        ColumnShown: {
            /** @description 开发环境中的处理方式，空为原样 · mask in development; absent: as collected */
            development?: string;
            /** @description L1–L4 */
            level: string;
            name: string;
            /** @description 生产环境中的处理方式，空为原样 · mask in production; absent: as collected */
            production?: string;
            /** @enum {string} */
            role: "unit" | "identifier" | "protected" | "public";
            type: string;
            /** @description 生产环境允许的用途 · uses that production admits */
            uses: ("count" | "join" | "filter" | "group" | "aggregate")[];
        };
        ComingShown: {
            about?: string;
            case?: string;
            /**
             * @description step 届期自动办理；reminder、overdue 提醒和逾期；duty 义务；notice 公示期满 · what happens
             * @enum {string}
             */
            kind: "step" | "reminder" | "overdue" | "duty" | "notice";
            on: string;
            says: components["schemas"]["LawText"];
            title: components["schemas"]["LawText"];
        };
        ComparedCell: {
            cites: components["schemas"]["Cite"][];
            /** @description 写法不同的键 · keys that are written otherwise */
            fields?: components["schemas"]["PackFieldChange"][];
            rule?: string;
            same?: boolean;
            says?: components["schemas"]["LawText"];
        };
        ComparedRow: {
            /** @description 与 packs 同序 · in the order of packs */
            cells: components["schemas"]["ComparedCell"][];
            kind: string;
            kindWord: components["schemas"]["LawText"];
            procedure?: string;
            subject: string;
            /** @description 所规定的事项 · what it is about */
            title: components["schemas"]["LawText"];
            topic: string;
        };
        ComparedTopic: {
            /** Format: int64 */
            count: number;
            topic: string;
            word: components["schemas"]["LawText"];
        };
        ComparisonShown: {
            /** @description 下一页的游标，末页没有 · cursor of the next page; absent on the last */
            cursor?: string;
            items: components["schemas"]["ComparedRow"][];
            /** @description 基准在先 · the base first */
            packs: components["schemas"]["ShelfPack"][];
            procedures: components["schemas"]["ProcedureNamed"][];
            topics: components["schemas"]["ComparedTopic"][];
            total: components["schemas"]["Total"];
        };
        ComplaintInputBody: {
            /** @description 投诉材料，见 /v1/public/complaints/form · the document */
            form: {
                [key: string]: unknown;
            };
            /** @description 向哪个辖区投诉，不填为本系统所在地 · jurisdiction it is made to; the installation's own by default */
            jurisdiction?: string;
            /** @description 所涉资源编号 · resource it is about */
            resource?: string;
        };
        ComplaintShown: {
            answer?: string;
            due?: components["schemas"]["DueDay"];
            number: string;
            since: string;
            state: string;
            word: components["schemas"]["LawText"];
        };
        ControlShown: {
            cite: components["schemas"]["Cite"];
            control: string;
            parameters: {
                [key: string]: unknown;
            };
            rule: string;
        };
        Coverage: {
            /** Format: int64 */
            units: number;
            /**
             * Format: int64
             * @description 没有规则但有理由 · without a rule, with the reason
             */
            withReason: number;
            /** Format: int64 */
            withRule: number;
        };
        DatasetShown: {
            columns: components["schemas"]["ColumnShown"][];
            grant: string;
            resource: string;
            /**
             * @description 就绪、准备中、资源尚无确认的版本 · ready, being prepared, without a confirmed version
             * @enum {string}
             */
            state: "ready" | "preparing" | "no-version";
            /** @description 语句中的表名 · name in the query */
            table?: string;
            title: string;
            /** @description 隐私单元，none 为没有 · privacy unit; none where it describes nobody */
            unit?: string;
            until?: string;
            version?: string;
        };
        DayCalls: {
            /** Format: int64 */
            calls: number;
            day: string;
        };
        DayShown: {
            day: string;
            /** @enum {string} */
            mark: "rest" | "work" | "ordinary";
            name: string;
            ref: string;
        };
        DemoAccount: {
            /** @description 现在可用的验证码 · code that is taken now */
            code?: string;
            login: string;
            name: string;
            organisation: string;
            password?: string;
            person: string;
            roles: components["schemas"]["LawText"][];
        };
        DemoAccountInputBody: {
            login: string;
            password: string;
        };
        DemoSessionInputBody: {
            /** @description 进入时不视为已验证本人，须验证的步骤会再问 · presence is not taken as proved: a step that demands it asks */
            later?: boolean;
            login: string;
            /** @description 有几个岗位时选哪个 · which seat, where there are several */
            role?: string;
        };
        DemoShown: {
            accounts: components["schemas"]["DemoAccount"][];
            /** @description 今后 60 天里时钟会带来什么 · what the clock brings within sixty days */
            coming: components["schemas"]["ComingShown"][];
            pack: string;
            says: components["schemas"]["LawText"][];
            today: string;
        };
        Deposited: {
            /** @description 随之办理的事项 · case it was handed to */
            case?: string;
            /** @description SHA-256，十六进制 */
            digest: string;
            /** @description 可直接用于存入步骤的材料 · document for the depositing step */
            form?: {
                [key: string]: unknown;
            };
            /** @description 对象编号 · what the vault knows it by */
            object: string;
            /** Format: int64 */
            sizeBytes: number;
        };
        Diagnostic: {
            /** @description 所依据的解释 · reading it rests on */
            basis?: string;
            /** @description 依据条款 · the articles it rests on */
            cites: components["schemas"]["Cite"][];
            code: string;
            /**
             * Format: int64
             * @description 按字符，自 1 起 · in characters, from 1
             */
            column?: number;
            /** @description 可办之日 · day from which it would be allowed */
            due?: string;
            /** @description 所依据的事实 · what made it so */
            facts?: components["schemas"]["GroundFact"][];
            /**
             * Format: int64
             * @description 自 1 起 · from 1
             */
            line?: number;
            /**
             * Format: int64
             * @description 字节位置，自 0 起；没有位置的不写 · byte offset from 0; absent where there is no place
             */
            offset?: number;
            /** @description 如何办妥 · what would make it right */
            remedy?: components["schemas"]["LawText"];
            /** @description 规则编号 · id of the rule */
            rule?: string;
            says: components["schemas"]["LawText"];
        };
        DocumentFiled: {
            /** @description 必备内容是否齐全 · whether all that is demanded is met */
            complete: boolean;
            document: string;
            fields: components["schemas"]["FieldFiled"][];
            /** @description 是否已提交；否则为本阶段应交 · handed in; otherwise a step of this state brings it */
            filed: boolean;
            /** @description 随哪些步骤提交 · steps that carry it */
            steps: string[];
            title: components["schemas"]["LawText"];
        };
        DocumentShown: {
            document: string;
            fields: components["schemas"]["FieldShown"][];
            title: components["schemas"]["LawText"];
        };
        Draft: {
            /**
             * @description 缺省为 production · production by default
             * @enum {string}
             */
            catalogue?: "development" | "production";
            grants?: string[];
            scenario: string;
            sql: string;
        };
        DueDay: {
            cite: components["schemas"]["Cite"];
            /** @description within、at-least、at-least-before、in-the-last、keep */
            kind: string;
            /**
             * Format: int64
             * @description 剩余自然日，负数为逾期 · natural days left; negative when past
             */
            naturalDays: number;
            on: string;
            /** @description 可办之日 · first day on which the step is allowed */
            opens?: string;
            /** @description 所在年份的放假安排尚未公布 · counted into a year whose holidays are not published */
            provisional?: boolean;
            reading?: string;
            rule: string;
            step: string;
            title: components["schemas"]["LawText"];
            weekday: components["schemas"]["LawText"];
            /**
             * Format: int64
             * @description 剩余工作日 · working days left
             */
            workingDays: number;
        };
        DutyShown: {
            /** @description 最近改动它的事项 · case whose step wrote it last */
            case?: string;
            facts: {
                [key: string]: unknown;
            };
            from?: string;
            id: string;
            /** @description 所属辖区；本系统所在地不填 · jurisdiction; absent for the installation's own */
            jurisdiction?: string;
            /** @description 所属辖区名称；只有一个地方的不填 · its name; absent where there is one place */
            jurisdictionName?: string;
            kind: string;
            /** @description 尚未履行的，还剩多少天 · what is left of its day, while it is owed */
            left?: components["schemas"]["DueDay"];
            org?: string;
            orgName?: string;
            /** Format: int64 */
            rev: number;
            state: string;
            subject?: string;
            title: string;
            /** @description 事实所指内容的编号 → 名称 · titles of what the facts name, by id */
            titles?: {
                [key: string]: string;
            };
            until?: string;
        };
        EntryPage: {
            items: components["schemas"]["EntryShown"][];
            /**
             * Format: int64
             * @description 下一页的 from；末页没有 · from of the next page; absent at the end
             */
            next?: number;
            /**
             * Format: int64
             * @description 日志总条数 · entries in the log
             */
            size: number;
        };
        EntryShown: {
            case?: string;
            cites?: components["schemas"]["Cite"][];
            codes?: string[];
            day: string;
            deputyFor?: string;
            from?: string;
            /** @description 事项所属辖区 · jurisdiction of the matter */
            jurisdiction?: string;
            jurisdictionName?: string;
            kind: string;
            /** @description 被散列的原始字节 · the exact bytes that were hashed */
            leaf?: string;
            note?: string;
            objects?: components["schemas"]["CaseworkCommitment"][];
            org: string;
            orgName?: string;
            /** @enum {string} */
            outcome: "receipt" | "refusal" | "record";
            pack?: string;
            /**
             * Format: int64
             * @description UTC 毫秒 · UTC milliseconds
             */
            recorded: number;
            /** Format: int64 */
            rev?: number;
            rules?: string[];
            /** @description 不予办理的理由 · why it was refused, in words */
            says?: components["schemas"]["LawText"][];
            seat: string;
            /** @description 岗位名称 · title of the seat */
            seatName?: string;
            /** Format: int64 */
            seq: number;
            to?: string;
            /** @description 事由 · what happened, in words */
            word: components["schemas"]["LawText"];
        };
        Event: {
            case?: string;
            day?: string;
            /**
             * Format: int64
             * @description 已完成量 · how much is done
             */
            done?: number;
            /** Format: int64 */
            entry?: number;
            /**
             * @description receipt：事项有进展 · progress：作业进度
             * @enum {string}
             */
            kind: "receipt" | "progress";
            procedure?: string;
            says?: string;
            state?: string;
            step?: string;
            /** Format: int64 */
            total?: number;
        };
        ExampleInputBody: {
            /** @description 已有的事项；发起时不填 · the case; absent where one is opened */
            case?: string;
            /** @description 发起时已选的登记内容 · what it is about, as far as that was chosen */
            links?: {
                [key: string]: string;
            };
            /** @description 发起哪个程序 · which procedure is opened */
            procedure?: string;
            step: string;
        };
        ExampleShown: {
            form: {
                [key: string]: unknown;
            };
            /** @description 所仿照的事项；没有则按内容的类型填写 · case it follows; absent where it is made from the types of its particulars */
            from?: string;
            /** @description 发起时所涉及的登记内容 · what a case that is opened is about */
            links: {
                [key: string]: string;
            };
        };
        FactShown: {
            computed?: boolean;
            means: components["schemas"]["LawText"];
            name: string;
            private?: boolean;
            /** @description 所指登记类别，case 为事项，* 为任何类别 · kind of thing it names by id; case; * for any */
            refers?: string;
            type: string;
            /** @description 取值的用语 · words of its values */
            values?: components["schemas"]["PackValue"][];
        };
        FieldFiled: {
            cite: components["schemas"]["Cite"];
            field: string;
            /** @description group 的内容 · what a group holds */
            fields?: components["schemas"]["FieldShown"][];
            /** @description 必备的已填写；非必备的总为是 · what is demanded is there; true where nothing is */
            met: boolean;
            present: boolean;
            /** @description 在本事项中必备 · demanded in this case, its condition weighed */
            required?: boolean;
            title: components["schemas"]["LawText"];
            type: string;
            value?: unknown;
            /** @description 可填的值及其名称 · values it takes, in words */
            values?: components["schemas"]["PackValue"][];
            /** @description 涉及个人或保密内容，不向您显示 · private; not shown to you */
            withheld?: boolean;
        };
        FieldShown: {
            /** @description 附件可用的类型；先经 /v1/attachments 上传，填入摘要值 · types of file it takes; hand it in first, its digest is the value */
            attachment?: string[];
            cite?: components["schemas"]["Cite"];
            /** @description 视情形必填 · required where its rule says */
            conditional?: boolean;
            field: string;
            /** @description group 的内容 · what a group holds */
            fields?: components["schemas"]["FieldShown"][];
            help?: components["schemas"]["LawText"];
            /** @description 多项 · any number of them */
            list?: boolean;
            /**
             * Format: int64
             * @description 文字或附件的最大字节数 · most bytes of a text or an attachment
             */
            mostBytes?: number;
            /**
             * @description 值（列表则为每一项）的类型；record、case 填编号 · type of the value, or of each of a list; record and case are given by id
             * @enum {string}
             */
            of: "text" | "bool" | "int" | "day" | "money" | "digest" | "group" | "record" | "case";
            /** @description 可填 other · the list is not exhaustive */
            open?: boolean;
            private?: boolean;
            publish?: boolean;
            /** @description 所指的登记内容或事项 · the registered thing or case it names */
            refers?: components["schemas"]["Reference"];
            required?: boolean;
            title: components["schemas"]["LawText"];
            /** @description text、bool、int、day、money（分）、digest、attachment、group、登记类别，或 [类型] */
            type: string;
            unit?: string;
            values?: components["schemas"]["PackValue"][];
            /** @description 保证事项：只有“是”才算填写 · a warranty: only yes will do */
            warranty?: boolean;
        };
        FigureShown: {
            /** Format: int64 */
            amount: number;
            cites: components["schemas"]["Cite"][];
            /** @description 计算过程 · how it was reached */
            derivation: components["schemas"]["LawText"];
            /**
             * Format: int64
             * @description 日志条目 · entry of the log
             */
            entry: number;
            name: string;
            on: string;
            portion?: components["schemas"]["ValueRatio"];
            reading?: string;
            /** @description 舍入方式，未舍入的不填 · absent where nothing was rounded */
            rounding?: string;
            rule: string;
            shares?: components["schemas"]["ValueShared"][];
            step: string;
            stepTitle: components["schemas"]["LawText"];
            terms: components["schemas"]["ValueTerm"][];
            title: components["schemas"]["LawText"];
            /** @description money 为分，count 为整数，share 为百万分之 · money in fen, count whole, share in parts of a million */
            unit: string;
            /** @description 金额以元计 · money in yuan */
            written: string;
        };
        FindingShown: {
            /**
             * Format: int64
             * @description 涉及的格数或行数 · cells or rows concerned
             */
            cells?: number;
            cites: components["schemas"]["Cite"][];
            code: string;
            column?: string;
            /** @description 测得值及单位 · with its unit */
            measured: string;
            /** @enum {string} */
            outcome: "pass" | "fail" | "review" | "not-determinable";
            parameter: string;
            remedy?: components["schemas"]["LawText"];
            /** @description 最先涉及的行，自 1 起 · first rows concerned, from 1 */
            rows?: number[];
            rule: string;
            says: components["schemas"]["LawText"];
            /** @description 界限的出处 · whence the threshold */
            source: string;
            threshold: string;
        };
        FunctionShown: {
            /** @enum {string} */
            kind: "scalar" | "operator" | "aggregate";
            name: string;
        };
        GroundFact: {
            /** @description 值为编号时，编号所属的登记类别 · registered kind, where the value is the id of a thing */
            kind?: string;
            /** @description 说的是什么 · what it is */
            means?: components["schemas"]["LawText"];
            /** @description 代号 · its code */
            name: string;
            /** @description 值的文字 · the value in words */
            says?: components["schemas"]["LawText"];
            value: string;
        };
        HolidayNotice: {
            name: string;
            /** @description 出处 · where it is found */
            ref: string;
        };
        InstallationShown: {
            /** @description 没有作业环境时不出现 · absent where no jobs run */
            isolation?: components["schemas"]["IsolationShown"];
            keys: components["schemas"]["KeyDescribed"][];
            log: components["schemas"]["LogStanding"];
            pack: components["schemas"]["PackName"];
            /** @description 数据库可用，可以办理 · the store answers and the installation serves */
            ready: boolean;
        };
        InstrumentHead: {
            /** Format: int64 */
            articles: number;
            code: string;
            coverage: components["schemas"]["Coverage"];
            digest: string;
            effective?: string;
            issuer: components["schemas"]["LawText"];
            level: string;
            name: components["schemas"]["LawText"];
            /** @description 有与本版本相符的证明 · a proof of this very version is kept */
            proof: boolean;
            /**
             * Format: int64
             * @description 去掉后有演练不通过的规则数；没有相符的证明时为 0 · rules whose absence a rehearsal notices; 0 without a proof that holds
             */
            proved: number;
            /** Format: int64 */
            rules: number;
            short: components["schemas"]["LawText"];
            /** @enum {string} */
            status: "draft" | "in-force" | "repealed";
            version: string;
        };
        InstrumentShown: {
            code: string;
            digest: string;
            effective?: string;
            issuer: components["schemas"]["LawText"];
            level: string;
            name: components["schemas"]["LawText"];
            short: components["schemas"]["LawText"];
            status: string;
            units: components["schemas"]["UnitShown"][];
            version: string;
        };
        IntervalShown: {
            /** @description 由谁办理 · who ends it */
            byWords: components["schemas"]["LawText"][];
            cites: components["schemas"]["Cite"][];
            /** @description 终点的最早之日取决于它 · the earliest day of the end rests on it */
            critical?: boolean;
            earliest: string;
            latest: string;
            /** Format: int64 */
            maxDays: number;
            /** Format: int64 */
            minDays: number;
            /** @description 没有规定何时结束 · nothing says by when it ends */
            open?: boolean;
            period?: string;
            procedure: string;
            procedureTitle: components["schemas"]["LawText"];
            /** @description 假期尚未公布，暂计 · holidays are not published yet */
            provisional?: boolean;
            /** @description 所依据的解释 · reading the period rests on */
            reading?: string;
            /** @description 没有期限的理由 · why no period is counted */
            reason?: components["schemas"]["LawText"];
            /** @description 长度由文书确定，按最短计 · a document sets its length; the least is counted */
            set?: boolean;
            step: string;
            title: components["schemas"]["LawText"];
            /** @enum {string} */
            wait: "within" | "at-least" | "set" | "open" | "will" | "platform";
            words?: components["schemas"]["LawText"];
        };
        Invitation: {
            /** @description 邀请码；重新邀请的是一半，两半以句点相连 · the code; of an invitation again one half, to be joined by a full stop */
            code: string;
            /** Format: date-time */
            expires: string;
            /** @description 只是一半 · one half only */
            half?: boolean;
            login: string;
            person: string;
            role?: string;
        };
        InvitationCodeBody: {
            invitation: string;
        };
        IsolationShown: {
            facts: components["schemas"]["LawFact"][];
            means: components["schemas"]["MeansShown"][];
            /** @description 不予运行的理由 · why production jobs are refused */
            refuses: components["schemas"]["LawText"][];
            remedies: components["schemas"]["LawText"][];
            /** @description 可以运行生产作业 · production jobs may run */
            sufficient: boolean;
        };
        JurisdictionShown: {
            above?: string;
            closed?: boolean;
            /** @description 行政区划代码 · code of the area */
            code: string;
            /**
             * Format: int64
             * @description 距最高一级的层数 · how far below the first
             */
            depth: number;
            /** @description 编号；本系统所在地为 top · id; the installation's own is top */
            id: string;
            /** @enum {string} */
            level: "national" | "province" | "city" | "county" | "platform";
            name: components["schemas"]["LawText"];
            /** @description 本单位所在 · one's organisation stands in it */
            own?: boolean;
            /** @description 自有规则包 · the pack is its own */
            ownPack?: boolean;
            /** @description 自有运营域 · it has a zone of its own */
            ownZone?: boolean;
            /** @description 办理其事项的规则包 · pack under which its matters are decided */
            pack: components["schemas"]["PackName"];
            /** @description 可查看其全部事项 · all its matters are open to the seat */
            readable?: boolean;
        };
        KeyDescribed: {
            /** Format: date-time */
            created: string;
            /** Format: date-time */
            destroyed?: string;
            id: string;
            owner?: string;
            ownerName?: string;
            purpose: string;
            /** Format: date-time */
            retired?: string;
            /** @description Ed25519 与 SM2 双签 · signs with Ed25519 and SM2 */
            signs?: boolean;
            state: string;
            word: components["schemas"]["LawText"];
        };
        KeyShown: {
            /** @description 放入请求头 X-Delivery-Key · goes into the header X-Delivery-Key */
            secret: string;
        };
        KindShown: {
            facts: components["schemas"]["FactShown"][];
            kind: string;
            /** @description 共多少条，问到且看得到时才有 · how many lines there are, where that was asked for and all of them exist for the person */
            total?: components["schemas"]["Total"];
            word: components["schemas"]["LawText"];
        };
        LawFact: {
            name: string;
            value: string;
        };
        LawText: {
            en: string;
            zh: string;
        };
        LimitShown: {
            cite: components["schemas"]["Cite"];
            /** Format: int64 */
            max?: number;
            /** Format: int64 */
            min?: number;
            rule: string;
            says: components["schemas"]["LawText"];
            steps: string[];
            unit?: string;
        };
        Line: {
            /** @description 最近改动它的事项 · case whose step wrote it last */
            case?: string;
            facts: {
                [key: string]: unknown;
            };
            from?: string;
            id: string;
            /** @description 所属辖区；本系统所在地不填 · jurisdiction; absent for the installation's own */
            jurisdiction?: string;
            /** @description 所属辖区名称；只有一个地方的不填 · its name; absent where there is one place */
            jurisdictionName?: string;
            kind: string;
            org?: string;
            orgName?: string;
            /** Format: int64 */
            rev: number;
            state: string;
            subject?: string;
            title: string;
            /** @description 事实所指内容的编号 → 名称 · titles of what the facts name, by id */
            titles?: {
                [key: string]: string;
            };
            until?: string;
        };
        LinkDrawn: {
            /** @description 由办理中的步骤产生，发起时不填 · made by a step of the case, not given when it is opened */
            made?: boolean;
            name: string;
            refers: components["schemas"]["Reference"];
        };
        LinkShown: {
            id: string;
            kind: string;
            name: string;
            title?: string;
        };
        ListBatchResult: {
            /** @description 下一页的游标，末页没有 · cursor of the next page; absent on the last */
            cursor?: string;
            items: components["schemas"]["BatchResult"][];
            /** @description 总条数，经 total=true 询问 · lines of all pages, where it was asked for */
            total?: components["schemas"]["Total"];
        };
        ListCaseLine: {
            /** @description 下一页的游标，末页没有 · cursor of the next page; absent on the last */
            cursor?: string;
            items: components["schemas"]["CaseLine"][];
            /** @description 总条数，经 total=true 询问 · lines of all pages, where it was asked for */
            total?: components["schemas"]["Total"];
        };
        ListDutyShown: {
            /** @description 下一页的游标，末页没有 · cursor of the next page; absent on the last */
            cursor?: string;
            items: components["schemas"]["DutyShown"][];
            /** @description 总条数，经 total=true 询问 · lines of all pages, where it was asked for */
            total?: components["schemas"]["Total"];
        };
        ListFigureShown: {
            /** @description 下一页的游标，末页没有 · cursor of the next page; absent on the last */
            cursor?: string;
            items: components["schemas"]["FigureShown"][];
            /** @description 总条数，经 total=true 询问 · lines of all pages, where it was asked for */
            total?: components["schemas"]["Total"];
        };
        ListInvitation: {
            /** @description 下一页的游标，末页没有 · cursor of the next page; absent on the last */
            cursor?: string;
            items: components["schemas"]["Invitation"][];
            /** @description 总条数，经 total=true 询问 · lines of all pages, where it was asked for */
            total?: components["schemas"]["Total"];
        };
        ListJurisdictionShown: {
            /** @description 下一页的游标，末页没有 · cursor of the next page; absent on the last */
            cursor?: string;
            items: components["schemas"]["JurisdictionShown"][];
            /** @description 总条数，经 total=true 询问 · lines of all pages, where it was asked for */
            total?: components["schemas"]["Total"];
        };
        ListKindShown: {
            /** @description 下一页的游标，末页没有 · cursor of the next page; absent on the last */
            cursor?: string;
            items: components["schemas"]["KindShown"][];
            /** @description 总条数，经 total=true 询问 · lines of all pages, where it was asked for */
            total?: components["schemas"]["Total"];
        };
        ListLine: {
            /** @description 下一页的游标，末页没有 · cursor of the next page; absent on the last */
            cursor?: string;
            items: components["schemas"]["Line"][];
            /** @description 总条数，经 total=true 询问 · lines of all pages, where it was asked for */
            total?: components["schemas"]["Total"];
        };
        ListNoticeShown: {
            /** @description 下一页的游标，末页没有 · cursor of the next page; absent on the last */
            cursor?: string;
            items: components["schemas"]["NoticeShown"][];
            /** @description 总条数，经 total=true 询问 · lines of all pages, where it was asked for */
            total?: components["schemas"]["Total"];
        };
        ListPackVersion: {
            /** @description 下一页的游标，末页没有 · cursor of the next page; absent on the last */
            cursor?: string;
            items: components["schemas"]["PackVersion"][];
            /** @description 总条数，经 total=true 询问 · lines of all pages, where it was asked for */
            total?: components["schemas"]["Total"];
        };
        ListProcedureShown: {
            /** @description 下一页的游标，末页没有 · cursor of the next page; absent on the last */
            cursor?: string;
            items: components["schemas"]["ProcedureShown"][];
            /** @description 总条数，经 total=true 询问 · lines of all pages, where it was asked for */
            total?: components["schemas"]["Total"];
        };
        ListProductShown: {
            /** @description 下一页的游标，末页没有 · cursor of the next page; absent on the last */
            cursor?: string;
            items: components["schemas"]["ProductShown"][];
            /** @description 总条数，经 total=true 询问 · lines of all pages, where it was asked for */
            total?: components["schemas"]["Total"];
        };
        ListPublication: {
            /** @description 下一页的游标，末页没有 · cursor of the next page; absent on the last */
            cursor?: string;
            items: components["schemas"]["Publication"][];
            /** @description 总条数，经 total=true 询问 · lines of all pages, where it was asked for */
            total?: components["schemas"]["Total"];
        };
        ListReadingShown: {
            /** @description 下一页的游标，末页没有 · cursor of the next page; absent on the last */
            cursor?: string;
            items: components["schemas"]["ReadingShown"][];
            /** @description 总条数，经 total=true 询问 · lines of all pages, where it was asked for */
            total?: components["schemas"]["Total"];
        };
        ListRulePage: {
            /** @description 下一页的游标，末页没有 · cursor of the next page; absent on the last */
            cursor?: string;
            items: components["schemas"]["RulePage"][];
            /** @description 总条数，经 total=true 询问 · lines of all pages, where it was asked for */
            total?: components["schemas"]["Total"];
        };
        ListShelfPack: {
            /** @description 下一页的游标，末页没有 · cursor of the next page; absent on the last */
            cursor?: string;
            items: components["schemas"]["ShelfPack"][];
            /** @description 总条数，经 total=true 询问 · lines of all pages, where it was asked for */
            total?: components["schemas"]["Total"];
        };
        ListTokenShown: {
            /** @description 下一页的游标，末页没有 · cursor of the next page; absent on the last */
            cursor?: string;
            items: components["schemas"]["TokenShown"][];
            /** @description 总条数，经 total=true 询问 · lines of all pages, where it was asked for */
            total?: components["schemas"]["Total"];
        };
        ListUnitPage: {
            /** @description 下一页的游标，末页没有 · cursor of the next page; absent on the last */
            cursor?: string;
            items: components["schemas"]["UnitPage"][];
            /** @description 总条数，经 total=true 询问 · lines of all pages, where it was asked for */
            total?: components["schemas"]["Total"];
        };
        ListWorkspaceLine: {
            /** @description 下一页的游标，末页没有 · cursor of the next page; absent on the last */
            cursor?: string;
            items: components["schemas"]["WorkspaceLine"][];
            /** @description 总条数，经 total=true 询问 · lines of all pages, where it was asked for */
            total?: components["schemas"]["Total"];
        };
        LogKeys: {
            origin: string;
            /** @description 签名便笺的验证公钥 · verifier keys of the notes of the SHA-256 tree */
            sha256: string[];
            sm3: string[];
        };
        LogStanding: {
            origin?: string;
            /** Format: int64 */
            size: number;
        };
        MayNotShown: {
            step: string;
            title: components["schemas"]["LawText"];
            violations: components["schemas"]["Violation"][];
        };
        MayShown: {
            /** @description 基本动作，如 apply、vote、sign · the primitive it is */
            act: string;
            cites: components["schemas"]["Cite"][];
            dues: components["schemas"]["DueDay"][];
            form?: components["schemas"]["DocumentShown"];
            step: string;
            /** @description 须再次验证 · presence is proved again first */
            stepUp?: boolean;
            title: components["schemas"]["LawText"];
        };
        Me: {
            banner: components["schemas"]["Banner"];
            /** @description 没有岗位的原因 · why there is none */
            noSeat?: components["schemas"]["Violation"];
            person: components["schemas"]["PersonShown"];
            /** @description 现在的岗位 · seat acted in now */
            seat?: components["schemas"]["SeatShown"];
            /** @description 可以选择的岗位 · seats to choose from */
            seats: components["schemas"]["SeatShown"][];
            /**
             * Format: date-time
             * @description 再次验证有效至 · presence is proved until
             */
            steppedUpUntil?: string;
            /** @description 令牌编号（以令牌访问时） · id of the token, when one is used */
            token?: string;
        };
        MeansShown: {
            inForce: boolean;
            /** @description 生产作业因此不能运行 · production jobs are refused for want of it */
            lacks?: boolean;
            means: string;
            word: components["schemas"]["LawText"];
        };
        MeterShown: {
            /**
             * Format: int64
             * @description 日限额 · calls a day
             */
            dailyQuota?: number;
            /** @description 最近三十一天，先远后近 · the last thirty-one days, oldest first */
            days: components["schemas"]["DayCalls"][];
            /**
             * Format: int64
             * @description 今日调用次数 · calls today
             */
            today: number;
            /**
             * Format: int64
             * @description 累计调用次数 · calls in all
             */
            total: number;
            /**
             * Format: int64
             * @description 总限额 · calls in all
             */
            totalQuota?: number;
        };
        Mistake: {
            /** @description 有何不合、应当如何 · what is wrong there, and what to write instead */
            says: components["schemas"]["LawText"];
            /** @description 如 body.form · place in the request */
            where?: string;
        };
        Neighbour: {
            /** @description 最近改动它的事项 · case whose step wrote it last */
            case?: string;
            digest?: string;
            operator: string;
            operatorName?: string;
            output: string;
            /** @description 共同的资源 · resources in common */
            resources: string[];
            /** Format: int64 */
            rows: number;
            /** @description 属于同一场景 · of the same scenario */
            sameScenario?: boolean;
            scenario: string;
            title: string;
            /** @description 共同资源的名称 · their titles */
            titles: string[];
        };
        Neighbours: {
            items: components["schemas"]["Neighbour"][];
            /**
             * Format: int64
             * @description 另有几项，您的岗位看不到 · how many more there are that do not exist for you
             */
            withheld?: number;
        };
        NoticePeriod: {
            ends: string;
            objections: components["schemas"]["ObjectionShown"][];
            opened: string;
            opens: string;
            provisional?: boolean;
            rule: string;
            running: boolean;
        };
        NoticeShown: {
            case?: string;
            /** Format: int64 */
            entry: number;
            how?: string;
            id: string;
            kind: string;
            sent: string;
            /** @description 送达日 · day it was served */
            served?: string;
            text: components["schemas"]["LawText"];
        };
        ObjectionInputBody: {
            /** @description 公示所列事项编号 · number of the case under notice */
            case: string;
            /** @description 该程序的异议另须写明的事项，如真实姓名、证据 · what the objection of this procedure asks besides: a name, evidence */
            form?: {
                [key: string]: unknown;
            };
            /** @description 理由 · what you object to, and why */
            grounds: string;
        };
        ObjectionShown: {
            answer?: string;
            grounds?: string;
            id: string;
            on: string;
            outcome?: string;
        };
        OfficialPassage: {
            /** @description 文件的 SHA-256 · of the file attached */
            file: string;
            heading: string;
            /** @description 附加日 · day on which it was attached */
            on: string;
            /** @description 来源 · where the text was taken from */
            source: string;
            /** @description 整条，按附加的文本；文本与规则包的条对不上时没有 · the article whole; absent where the text attached has not the pack's articles */
            text?: string;
        };
        Opened: {
            login: string;
            person: string;
            /** @description 第二因素的种子（Base32） · seed of the second factor, Base32 */
            seed: string;
            /** @description otpauth 链接，可作二维码 · otpauth link, also for a QR code */
            uri: string;
        };
        Opening: {
            /** @description 材料，内容见 procedures · the document, described under procedures */
            form?: {
                [key: string]: unknown;
            };
            /** @description 所属辖区，缺省依所涉内容或本单位 · jurisdiction; by default that of what it is about, or of one's organisation */
            jurisdiction?: string;
            /** @description 事项所涉及的登记内容 · what the case is about: name → id */
            links?: {
                [key: string]: string;
            };
            procedure: string;
            /** @description 开立步骤，只有一个时可省略 · opening step; may be left out where there is one */
            step?: string;
        };
        OutputColumn: {
            /**
             * @description contributors：平台加入的隐私单元数 · added by the platform: distinct units behind the row
             * @enum {string}
             */
            kind: "row" | "key" | "aggregate" | "contributors" | "complement" | "rows";
            name: string;
        };
        PackFieldChange: {
            after: string;
            before: string;
            field: string;
        };
        PackName: {
            /** @description 是否现行 · whether new cases are accepted under it */
            current: boolean;
            digest: string;
            name: string;
            pilot?: boolean;
            /** @description 所含文本及其版本 · the texts it holds, with their versions */
            title: components["schemas"]["LawText"];
        };
        PackPlace: {
            file: string;
            /** Format: int64 */
            line: number;
        };
        PackShown: {
            coverage: components["schemas"]["Coverage"];
            digest: string;
            instruments: components["schemas"]["InstrumentShown"][];
            name: string;
            pilot?: boolean;
            readings: components["schemas"]["ReadingShown"][];
        };
        PackValue: {
            key: string;
            word: components["schemas"]["LawText"];
        };
        PackVersion: {
            /** @description 是否现行 · whether new cases are accepted under it */
            current: boolean;
            digest: string;
            /** @description 自上而下 · the place's own text first */
            instruments: components["schemas"]["InstrumentHead"][];
            name: string;
            pilot?: boolean;
            /** @description 所含文本及其版本 · the texts it holds, with their versions */
            title: components["schemas"]["LawText"];
        };
        PanelShown: {
            complete: boolean;
            /** Format: int64 */
            given: number;
            /** Format: int64 */
            members: number;
            votes: components["schemas"]["VoteShown"][];
        };
        ParametersShown: {
            controls: components["schemas"]["ControlShown"][];
            limits: components["schemas"]["LimitShown"][];
            /** @description 由本系统设定的 · what the installation sets because the text leaves it */
            settings: components["schemas"]["SettingShown"][];
        };
        PartyShown: {
            id: string;
            name: string;
        };
        PasswordChangeBody: {
            code: string;
            new: string;
            old: string;
        };
        PeriodDrawn: {
            cite: components["schemas"]["Cite"];
            /** @description 起算：步骤名、state（进入状态之日），或 =表达式 · counted from: a step, state, or an expression */
            from: string;
            kind?: string;
            /**
             * @description 届满时：提醒、升级或自动办理 · what happens when it lapses
             * @enum {string}
             */
            lapse?: "remind" | "escalate" | "take";
            /** @description 如 within 5 working-days；on-the-day 为该日过后；长度随事项而定的没有 · absent where the case decides its length */
            period?: string;
            /** @description 所依据的解释 · reading it rests on */
            reading?: string;
            rule: string;
            step: string;
            title?: components["schemas"]["LawText"];
            words: components["schemas"]["LawText"];
        };
        PersonShown: {
            id: string;
            name: string;
            organisation: string;
        };
        PointShown: {
            /** @description 程序.状态 */
            point: string;
            word: components["schemas"]["LawText"];
        };
        PriorityWord: {
            cite: components["schemas"]["Cite"];
            /** Format: int64 */
            rank: number;
            tag: components["schemas"]["LawText"];
        };
        Problem: {
            /** @description 稳定代码 · stable code, noun.reason */
            code: string;
            /**
             * Format: int64
             * @description 日志条目 · entry of the log that holds the refusal
             */
            entry?: number;
            /** @description 请求中不合规范之处 · what is malformed in the request */
            errors?: components["schemas"]["Mistake"][];
            /** @description 故障编号 · number under which the fault was logged */
            incident?: string;
            /** Format: int64 */
            status: number;
            /** @description 一句话，按 Accept-Language · one sentence in the language asked for */
            title: string;
            /** @description 说明页 · where the code is explained */
            type: string;
            /** @description 不予办理的全部理由 · every ground of a refusal */
            violations?: components["schemas"]["Violation"][];
        };
        ProcedureNamed: {
            procedure: string;
            title: components["schemas"]["LawText"];
        };
        ProcedurePage: {
            cite: components["schemas"]["Cite"];
            /** @description 事项所涉及的内容 · what a case is about */
            links: components["schemas"]["LinkDrawn"][];
            /** @description 文本未规定，由平台提供 · offered by the platform, not by the text */
            notRegulated?: boolean;
            pack: components["schemas"]["PackName"];
            /** @description 办理的优先次序 · what comes first in the queue */
            priorities?: components["schemas"]["PriorityWord"][];
            procedure: string;
            /** @description 按通常的先后 · in the order of the usual way through */
            states: components["schemas"]["StateDrawn"][];
            /** @description 按文本的先后 · in the order of the texts */
            steps: components["schemas"]["StepDrawn"][];
            title: components["schemas"]["LawText"];
        };
        ProcedureShown: {
            /** @description 同上，附查找之处 · the same, with where one is found */
            about: components["schemas"]["LinkDrawn"][];
            /** @description 可以关联的内容：名称 → 类别 · what a case may be about: name → kind */
            links: {
                [key: string]: string;
            };
            /** @description 文本未规定，由平台提供 · offered by the platform, not by the text */
            notRegulated?: boolean;
            procedure: string;
            steps: components["schemas"]["StepShown"][];
            title: components["schemas"]["LawText"];
        };
        ProductShown: {
            form?: string;
            id: string;
            /** @description 所属辖区；本系统所在地不填 · jurisdiction; absent for the installation's own */
            jurisdiction?: string;
            /** @description 所属辖区名称；只有一个地方的不填 · its name; absent where there is one place */
            jurisdictionName?: string;
            listing?: string;
            operator: string;
            /**
             * Format: int64
             * @description 分 · in fen
             */
            price?: number;
            purpose?: string;
            state: string;
            title: string;
            venue?: string;
        };
        Publication: {
            case: string;
            cite: components["schemas"]["Cite"];
            fields: {
                [key: string]: unknown;
            };
            from?: string;
            id: string;
            /** @description 所属辖区；本系统所在地不填 · jurisdiction; absent for the installation's own */
            jurisdiction?: string;
            /** @description 所属辖区名称；只有一个地方的不填 · its name; absent where there is one place */
            jurisdictionName?: string;
            /** @description 内容中编号的名称 · titles of the ids among the fields */
            names: {
                [key: string]: string;
            };
            on: string;
            /** @description 可以提出异议 · objections may be made */
            open?: boolean;
            title: components["schemas"]["LawText"];
            /** @description 公示截止日 · last day on which an objection is in time */
            until?: string;
            where: string;
        };
        Query: {
            /** @description 所依据的授权；空为该场景的全部 · grants it reads under; none: all of the scenario */
            grants?: string[];
            /** Format: int64 */
            limit?: number;
            scenario: string;
            sql: string;
        };
        ReadingShown: {
            alternatives: components["schemas"]["LawText"][];
            cite: components["schemas"]["Cite"];
            question: components["schemas"]["LawText"];
            reading: string;
            reason: components["schemas"]["LawText"];
            setting?: string;
            taken: components["schemas"]["LawText"];
            value?: string;
        };
        Receipt: {
            case: string;
            cites: components["schemas"]["Cite"][];
            day: string;
            dues: components["schemas"]["DueDay"][];
            /**
             * Format: int64
             * @description 日志条目 · entry of the log
             */
            entry: number;
            /** @description 开立账户时的邀请码，仅显示一次 · shown once, when an account is opened */
            invitation?: components["schemas"]["Invitation"];
            links?: {
                [key: string]: string;
            };
            /** @description 由此登记的内容 · registered things it created */
            made?: components["schemas"]["CaseworkMade"][];
            /** @description 由此开立的事项 · cases opened in consequence */
            opened?: string[];
            pack: string;
            pilot?: boolean;
            procedure: string;
            readings?: string[];
            /**
             * Format: int64
             * @description 事项版本 · revision of the case
             */
            rev: number;
            state: string;
            step: string;
            /** @description 状态名称 · the state in words */
            word: components["schemas"]["LawText"];
        };
        RecordShown: {
            /** @description 最近改动它的事项 · case whose step wrote it last */
            case?: string;
            /** @description 今日推算，如是否有效、是否暂停 · worked out today: in force, held */
            computed: {
                [key: string]: unknown;
            };
            facts: {
                [key: string]: unknown;
            };
            from?: string;
            id: string;
            /** @description 所属辖区；本系统所在地不填 · jurisdiction; absent for the installation's own */
            jurisdiction?: string;
            /** @description 所属辖区名称；只有一个地方的不填 · its name; absent where there is one place */
            jurisdictionName?: string;
            kind: string;
            org?: string;
            orgName?: string;
            /** Format: int64 */
            rev: number;
            state: string;
            subject?: string;
            title: string;
            /** @description 事实所指内容的编号 → 名称 · titles of what the facts name, by id */
            titles?: {
                [key: string]: string;
            };
            until?: string;
        };
        Reference: {
            /** @description 登记类别，或 case · registered kind, or case */
            kind: string;
            /** @description 事项所属程序，空为任何程序 · procedure of the case; any where it is absent */
            procedure?: string;
            /** @description 在此按 text 查找 · where it is searched for, by text */
            search: string;
            word: components["schemas"]["LawText"];
        };
        ReportShown: {
            /** @description 封存内容的 SHA-256；出域前不向加工方显示 · of the bytes held; empty for those who made them, until they are released */
            artefact: string;
            findings: components["schemas"]["FindingShown"][];
            /** @enum {string} */
            format: "csv" | "json" | "parquet";
            name: string;
            /** @enum {string} */
            outcome: "pass" | "review" | "fail";
            /** @description 所用参数组 · set of parameters it was held against */
            profile: string;
            /** @description 将出域内容的 SHA-256；写不出或不显示时没有 · of the bytes that would leave */
            release?: string;
            /** Format: int64 */
            rows: number;
            /** @enum {string} */
            unit: "person" | "household" | "enterprise" | "none";
        };
        Result: {
            columns: components["schemas"]["ResultColumn"][];
            /** @description 运行时的隔离 · isolation that was in force */
            isolation: string;
            /** @description masked-sample 或 dummy · what the rows are */
            mark: string;
            /** Format: int64 */
            millis: number;
            rows: unknown[][];
            truncated?: boolean;
        };
        ResultColumn: {
            name: string;
            type: string;
        };
        RulePage: {
            /** @description 适用的步骤 · steps at which it speaks */
            at: components["schemas"]["LawText"][];
            basis?: components["schemas"]["LawText"];
            /** @description 规则内容，字段名与规则包一致 · the rule, under the names the pack uses */
            body: {
                [key: string]: unknown;
            };
            by?: string;
            cites: components["schemas"]["Cite"][];
            code?: string;
            id: string;
            kind: string;
            place: components["schemas"]["PackPlace"];
            proved: boolean;
            remedy?: components["schemas"]["LawText"];
            /** @description 取代的下层规则 · rule of a lower layer it stands in place of */
            replaces?: string;
            /** @description 所依据的解释 · reading it rests on */
            restsOn?: string;
            says?: components["schemas"]["LawText"];
            /** @description 它所规定的内容 · what it is about, where the pack names it */
            title?: components["schemas"]["LawText"];
            /** @description 规则种类的用语 · word for its kind */
            word: components["schemas"]["LawText"];
            /** @description 规则包中的写法 · as a pack writes it */
            written: string;
        };
        RuleProved: {
            by?: string;
            code?: string;
            id: string;
            kind: string;
            proved: boolean;
            remedy?: components["schemas"]["LawText"];
            /** @description 所依据的解释 · reading it rests on */
            restsOn?: string;
            says?: components["schemas"]["LawText"];
        };
        RuleShown: {
            code?: string;
            id: string;
            kind: string;
            remedy?: components["schemas"]["LawText"];
            /** @description 所依据的解释 · reading it rests on */
            restsOn?: string;
            says?: components["schemas"]["LawText"];
        };
        SealEnvelope: {
            payload: string;
            payloadType: string;
            signatures: components["schemas"]["SealSignature"][];
        };
        SealKey: {
            /** Format: date-time */
            created?: string;
            /** Format: date-time */
            destroyed?: string;
            ed25519?: string;
            id: string;
            owner?: string;
            purpose: string;
            /** Format: date-time */
            retired?: string;
            sm2?: string;
            state: string;
        };
        SealSignature: {
            keyid: string;
            sig: string;
        };
        SeatChoiceBody: {
            /** @description 岗位 name · name of a seat in the list */
            seat: string;
        };
        SeatShown: {
            deputyFor?: string;
            /** @description 单位所在辖区；只有一个地方的不填 · name of the jurisdiction its organisation stands in; absent where there is one place */
            jurisdiction?: string;
            /** @description 切换岗位时使用 · what to ask for when switching */
            name: string;
            organisation: string;
            organisationName?: string;
            powers: string[];
            role: string;
            roleWord: components["schemas"]["LawText"];
            seat: string;
            title: string;
        };
        ServedInputBody: {
            /**
             * @description 送达方式 · how it was served
             * @enum {string}
             */
            how: "post" | "in-person" | "leave" | "public-notice";
        };
        SessionShown: {
            banner: components["schemas"]["Banner"];
            /** @description 未登录时没有 · absent while nobody is signed in */
            me?: components["schemas"]["Me"];
        };
        SetUpInputBody: {
            /** @description shuyu admin init 输出的初始化口令 · printed by shuyu admin init */
            secret: string;
        };
        SettingShown: {
            instrument: string;
            /** @description 解释预设的值 · value a reading presets */
            preset?: string;
            reading?: string;
            /** @description 已由本系统设定 · set by the installation */
            set?: boolean;
            setting: string;
            title: components["schemas"]["LawText"];
            type: string;
            /** @description 现在适用的值 · value that applies now */
            value: string;
        };
        ShelfPack: {
            /** @description 是否现行 · whether new cases are accepted under it */
            current: boolean;
            digest: string;
            /** @description 叠加国家文本 · laid over the national texts */
            layered?: boolean;
            name: string;
            pilot?: boolean;
            /** @description 时限测算的默认终点 · where a simulation ends unless told otherwise */
            released?: string;
            /** @description 地名 · name of the place */
            short: components["schemas"]["LawText"];
            /** @description 所含文本及其版本 · the texts it holds, with their versions */
            title: components["schemas"]["LawText"];
        };
        SignInBody: {
            /** @description 动态验证码 · code of the authenticator */
            code: string;
            /** @description 登录名 · sign-in name */
            login: string;
            password: string;
        };
        SpanShown: {
            /**
             * Format: int64
             * @description 等待公布的年份 · year whose holidays are awaited
             */
            awaits?: number;
            /** @description 顺延之前 · before it was moved off rest days */
            counted: string;
            from: string;
            last: string;
            opens?: string;
            period: string;
            provisional?: boolean;
            rolled?: boolean;
            weekday: components["schemas"]["LawText"];
            words: components["schemas"]["LawText"];
        };
        StateDrawn: {
            /** @description 终点 · a case ends here */
            final?: boolean;
            /** @description 没有期限的理由 · why no period is counted here */
            openEnded?: components["schemas"]["LawText"];
            /** @description 自此状态起的各步骤期限 · periods of the steps out of it */
            periods: components["schemas"]["PeriodDrawn"][];
            state: string;
            /** @description 由谁办理 · role that moves it on */
            waits?: string;
            waitsWord?: components["schemas"]["LawText"];
            word: components["schemas"]["LawText"];
        };
        StateShown: {
            final?: boolean;
            here?: boolean;
            past?: boolean;
            state: string;
            waits?: string;
            word: components["schemas"]["LawText"];
        };
        StatusShown: {
            asOf: string;
            demo?: boolean;
            /** Format: int64 */
            entry: number;
            holder: string;
            id: string;
            issued: string;
            kind: string;
            number: string;
            pilot?: boolean;
            since?: string;
            state: string;
            title: string;
            until?: string;
            word: components["schemas"]["LawText"];
        };
        StepDrawn: {
            /** @description 基本动作，如 apply、vote、sign · the primitive it is */
            act: string;
            /** @description 须由不同的人或单位办理的步骤 · steps that others must take */
            apart?: components["schemas"]["ApartDrawn"][];
            /** @description 由谁办理；clock 届期自动办理，machine 由系统办理 · roles; clock: when its day comes, machine: the platform */
            by: string[];
            byWords: components["schemas"]["LawText"][];
            cites: components["schemas"]["Cite"][];
            form?: components["schemas"]["DocumentShown"];
            /** @description 空为发起事项 · states it leads out of; none: it opens a case */
            from: string[];
            /**
             * Format: int64
             * @description 评审组最少人数 · smallest panel
             */
            members?: number;
            /** @description 以此发起 · it opens a case */
            opens?: boolean;
            periods: components["schemas"]["PeriodDrawn"][];
            /** @description 所需职权 · power of the seat it takes */
            power?: string;
            /** @description 须签署的各方 · roles whose signatures complete it */
            signs?: string[];
            step: string;
            /** @description 须再次验证 · presence is proved again first */
            stepUp?: boolean;
            title: components["schemas"]["LawText"];
            /** @description 空为状态不变 · absent: the state stays */
            to?: string;
        };
        StepInputBody: {
            form?: {
                [key: string]: unknown;
            };
            /**
             * Format: int64
             * @description 所见版本；不符则不办理 · revision you looked at; refused when it is no longer the present one
             */
            rev?: number;
            step: string;
        };
        StepShown: {
            /** @description 基本动作，如 apply、vote、sign · the primitive it is */
            act: string;
            cites: components["schemas"]["Cite"][];
            form?: components["schemas"]["DocumentShown"];
            step: string;
            /** @description 须再次验证 · presence is proved again first */
            stepUp?: boolean;
            title: components["schemas"]["LawText"];
        };
        StopShown: {
            about?: string;
            case?: string;
            /** @description 时钟拨到哪一天 · day the clock is moved to */
            day?: string;
            /** @enum {string} */
            kind: "act" | "clock" | "wait" | "look";
            login?: string;
            name?: string;
            /** Format: int64 */
            number: number;
            person?: string;
            /** @description 进入时不视为已验证本人 · the person enters without presence proved */
            presence?: boolean;
            role?: string;
            roleWord?: components["schemas"]["LawText"];
            /** @enum {string} */
            state: "done" | "next" | "later";
            title: components["schemas"]["LawText"];
            to: string;
        };
        TaskShown: {
            by: string[];
            byWords: components["schemas"]["LawText"][];
            on?: string;
            /** @enum {string} */
            status: "complete" | "incomplete" | "waiting" | "problem";
            step: string;
            title: components["schemas"]["LawText"];
        };
        TimelineShown: {
            /**
             * Format: int64
             * @description 等待公布假期的年份 · year whose holidays are awaited
             */
            awaits?: number;
            /** @description 起算日 · day on which the first point is reached */
            day: string;
            /** @description 最早可到终点之日 · first day on which the end can be reached */
            earliest: string;
            from: components["schemas"]["PointShown"];
            /** @description 按最早之日先后 · by earliest day */
            intervals: components["schemas"]["IntervalShown"][];
            /** @description 最迟之日，未规定期限的等待不计 · last day, if each open wait took no time */
            latest: string;
            /**
             * Format: int64
             * @description 自然日
             */
            maxDays: number;
            /**
             * Format: int64
             * @description 自然日
             */
            minDays: number;
            /**
             * Format: int64
             * @description 未规定期限的等待处数 · waits without a period: the maximum is maxDays and these
             */
            open: number;
            pack: components["schemas"]["PackName"];
            /** @description 可选的起点和终点 · points there are */
            points: components["schemas"]["PointShown"][];
            to: components["schemas"]["PointShown"];
        };
        TitlesShown: {
            /** @description 编号 → 名称；看不到的不列 · id → title; what is not there for you is not listed */
            titles: {
                [key: string]: string;
            };
        };
        TokenInputBody: {
            /**
             * Format: int64
             * @description 有效天数 · days it works
             */
            days: number;
            name: string;
        };
        TokenMade: {
            /** Format: date-time */
            created: string;
            /** Format: date-time */
            expires: string;
            id: string;
            name: string;
            /** Format: date-time */
            revoked?: string;
            seat: string;
            secret: string;
        };
        TokenShown: {
            /** Format: date-time */
            created: string;
            /** Format: date-time */
            expires: string;
            id: string;
            name: string;
            /** Format: date-time */
            revoked?: string;
            seat: string;
        };
        Total: {
            /** @description 至少有这么多 · there are at least that many */
            atLeast?: boolean;
            /** Format: int64 */
            count: number;
        };
        TourShown: {
            chapters: components["schemas"]["ChapterShown"][];
            /** Format: int64 */
            done: number;
            /** @description 下一步；没有则已走完或本市没有这一段故事 · absent where it is done, or where the city has no such story */
            next?: components["schemas"]["StopShown"];
            /** Format: int64 */
            of: number;
        };
        Tracking: {
            day: string;
            due?: components["schemas"]["DueDay"];
            /** Format: int64 */
            entry: number;
            number: string;
        };
        UnitPage: {
            /** @description 条目，如第九条 · heading of the article */
            article: string;
            cite: components["schemas"]["Cite"];
            /** @description 要点，非原文 · our own words, never the text */
            gist: components["schemas"]["LawText"];
            heading: components["schemas"]["LawText"];
            /** @description 没有规则的理由 · why nothing of the software follows from it */
            noRule?: components["schemas"]["LawText"];
            /** @description 附加的官方文本中的这一条；只在读取一条时给出 · the article in the official text attached; only where one unit is read */
            official?: components["schemas"]["OfficialPassage"];
            readings: components["schemas"]["ReadingShown"][];
            /** @description 演练的段落 · phases of the rehearsals that act it out */
            rehearsals: string[];
            rules: components["schemas"]["RuleProved"][];
        };
        UnitShown: {
            article: string;
            /** @description 要点，非原文 · our own words, never the text */
            gist: components["schemas"]["LawText"];
            heading: components["schemas"]["LawText"];
            label: components["schemas"]["LawText"];
            /** @description 没有规则的理由 · why nothing of the software follows from it */
            noRule?: components["schemas"]["LawText"];
            rules: components["schemas"]["RuleShown"][];
            unit: string;
        };
        ValueRatio: {
            exact: boolean;
            /** Format: int64 */
            per: number;
            perSource: string;
            perTitle?: components["schemas"]["LawText"];
            rounding: string;
            /** Format: int64 */
            times: number;
            timesSource: string;
            timesTitle?: components["schemas"]["LawText"];
        };
        ValueShared: {
            /** Format: int64 */
            amount: number;
            name: string;
            tag?: string;
            /** Format: int64 */
            weight: number;
        };
        ValueTerm: {
            less?: boolean;
            named?: string;
            source: string;
            /** Format: int64 */
            times?: number;
            timesSource?: string;
            title: components["schemas"]["LawText"];
            unit?: string;
            /** Format: int64 */
            value: number;
        };
        Violation: {
            /** @description 所依据的解释 · reading it rests on */
            basis?: string;
            /** @description 依据条款 · the articles it rests on */
            cites: components["schemas"]["Cite"][];
            code: string;
            /** @description 可办之日 · day from which it would be allowed */
            due?: string;
            /** @description 所依据的事实 · what made it so */
            facts?: components["schemas"]["GroundFact"][];
            /** @description 如何办妥 · what would make it right */
            remedy?: components["schemas"]["LawText"];
            /** @description 规则编号 · id of the rule */
            rule?: string;
            says: components["schemas"]["LawText"];
        };
        VisitShown: {
            login?: string;
            name?: string;
            role?: string;
            to: string;
        };
        VoteShown: {
            conflict?: string;
            declared: boolean;
            for?: boolean;
            given: boolean;
            mine?: boolean;
            org: string;
            /** Format: int64 */
            score?: number;
            seat: string;
        };
        Workspace: {
            agreement: string;
            datasets: components["schemas"]["DatasetShown"][];
            /** @description 语句可用的函数 · what a query may call */
            functions: components["schemas"]["FunctionShown"][];
            /** @description 正被暂停 · a hold stands */
            held?: boolean;
            /** @description 场景 · the scenario */
            id: string;
            operator: string;
            operatorName?: string;
            purpose?: components["schemas"]["LawText"];
            state: string;
            title: string;
        };
        WorkspaceLine: {
            agreement: string;
            /** @description 正被暂停 · a hold stands */
            held?: boolean;
            /** @description 场景 · the scenario */
            id: string;
            operator: string;
            operatorName?: string;
            purpose?: components["schemas"]["LawText"];
            state: string;
            title: string;
        };
        YearShown: {
            /** @description 放假和补班 · rest days and make-up days */
            adjustments: components["schemas"]["DayShown"][];
            /** @description 日历文件的摘要值 · digest of the calendar */
            digest: string;
            notices: components["schemas"]["HolidayNotice"][];
            published: boolean;
            /** Format: int64 */
            workingDays: number;
            /** Format: int64 */
            year: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "put-attachment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttachmentKept"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    attachment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                digest: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    banner: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Banner"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    due: {
        parameters: {
            query: {
                /** @description 起算日，如 2026-02-11 · day counted from */
                from: string;
                /** @description 如 within 5 working-days */
                period: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpanShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    calendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                year: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["YearShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cases: {
        parameters: {
            query?: {
                /** @description 接上一页的游标 · cursor of the next page, as the page before answered it */
                cursor?: string;
                /** @description 每页条数 · lines per page */
                limit?: number;
                /** @description csv 导出全部（至多十万行），同 Accept: text/csv · the whole list as CSV, at most a hundred thousand lines */
                format?: "json" | "csv";
                /** @description 同时给出总条数 · say how many lines there are on all pages */
                total?: boolean;
                /** @description 所属辖区的编号，top 为本系统所在地 · id of a jurisdiction; top is the installation's own */
                jurisdiction?: string;
                procedure?: string;
                state?: string;
                /** @description 申请单位 · organisation that opened it */
                filer?: string;
                /** @description 参与单位，仅监督方可选 · organisation that is a party; for those who oversee */
                party?: string;
                /** @description 在此日之前到期的未办结事项 · open cases of which something is due before that day */
                dueBefore?: string;
                /** @description 涉及某项登记内容 · about a registered thing, by id */
                link?: string;
                /** @description 只列未办结 · only cases that are not concluded */
                open?: boolean;
                text?: string;
                /** @description rank 按规则的优先次序排一页 · rank orders a page by the pack's priorities */
                sort?: "due" | "-due" | "opened" | "-opened" | "rank";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListCaseLine"];
                    "text/csv": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "open-case": {
        parameters: {
            query?: never;
            header?: {
                /** @description 重复提交只办一次 · a repeated command is done once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Opening"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "open-cases": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBatchResult"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    case: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasePage"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "case-figures": {
        parameters: {
            query?: {
                /** @description csv 导出全部（至多十万行），同 Accept: text/csv · the whole list as CSV, at most a hundred thousand lines */
                format?: "json" | "csv";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListFigureShown"];
                    "text/csv": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    step: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StepInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trust: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CertificateTrust"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    certificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CertificateBundle"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "certificate-face": {
        parameters: {
            query?: {
                language?: "zh" | "en";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "certificate-status": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "look-up": {
        parameters: {
            query?: {
                from?: number;
            };
            header: {
                "X-Delivery-Key": string;
                /** @description 用于哪个场景 · scenario it is for */
                "X-Scenario"?: string;
            };
            path: {
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delivery-file": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delivery-key": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    meter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeterShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    demo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemoShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "demo-account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DemoAccountInputBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "demo-clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClockInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClockShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "demo-example": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExampleInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExampleShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "demo-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DemoSessionInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tour: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TourShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    duties: {
        parameters: {
            query?: {
                /** @description 接上一页的游标 · cursor of the next page, as the page before answered it */
                cursor?: string;
                /** @description 每页条数 · lines per page */
                limit?: number;
                /** @description 所属辖区的编号，top 为本系统所在地 · id of a jurisdiction; top is the installation's own */
                jurisdiction?: string;
                state?: "scheduled" | "due" | "met" | "late" | "overdue" | "closed";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListDutyShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    events: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inbox: {
        parameters: {
            query?: {
                /** @description 最多列出条数 · most lines */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListCaseLine"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    installation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstallationShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "accept-invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptanceBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "open-invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationCodeBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Opened"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    jurisdictions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListJurisdictionShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkpoint: {
        parameters: {
            query?: {
                /** @description 默认 sha256 */
                algorithm?: "sha256" | "sm3";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    continuation: {
        parameters: {
            query: {
                /** @description 所持检查点的条数 · size in the checkpoint that was kept */
                from: number;
                /** @description 默认 sha256 */
                algorithm?: "sha256" | "sm3";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    entries: {
        parameters: {
            query?: {
                /** @description csv 导出全部（至多十万行），同 Accept: text/csv · the whole list as CSV, at most a hundred thousand lines */
                format?: "json" | "csv";
                /** @description 所属辖区的编号，top 为本系统所在地 · id of a jurisdiction; top is the installation's own */
                jurisdiction?: string;
                /** @description 起始序号 · first sequence number */
                from?: number;
                case?: string;
                kind?: string;
                outcome?: "receipt" | "refusal" | "record";
                org?: string;
                /** @description 经手岗位 · seat that acted */
                seat?: string;
                /** @description 条款，如 taian:TA-09；其下各款各项都算 · an article; what lies under it counts */
                cite?: string;
                /** @description 自该日起 · from that day on */
                since?: string;
                /** @description 至该日止 · up to that day */
                until?: string;
                /** @description -seq 为最新在前，只列序号小于 from 的 · -seq: newest first, those before "from" */
                sort?: "seq" | "-seq";
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryPage"];
                    "text/csv": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    entry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                seq: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    proof: {
        parameters: {
            query?: {
                /** @description 默认 sha256 */
                algorithm?: "sha256" | "sm3";
            };
            header?: never;
            path: {
                seq: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "log-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogKeys"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "change-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChangeBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListTokenShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "create-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenMade"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "revoke-token": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    notices: {
        parameters: {
            query?: {
                /** @description 接上一页的游标 · cursor of the next page, as the page before answered it */
                cursor?: string;
                /** @description 每页条数 · lines per page */
                limit?: number;
                /** @description csv 导出全部（至多十万行），同 Accept: text/csv · the whole list as CSV, at most a hundred thousand lines */
                format?: "json" | "csv";
                /** @description 只列未送达 · only those not served yet */
                unserved?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListNoticeShown"];
                    "text/csv": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "open-notice": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "serve-notice": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServedInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    neighbours: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Neighbours"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    packs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPackVersion"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "pack-comparison": {
        parameters: {
            query?: {
                /** @description 接上一页的游标 · cursor of the next page, as the page before answered it */
                cursor?: string;
                /** @description 每页条数 · lines per page */
                limit?: number;
                /** @description 对照的基准，缺省为现行 · what the others are held against; the pack in force by default */
                base?: string;
                /** @description 各包的名称或摘要值 · names or digests */
                with?: string[];
                topic?: string;
                procedure?: string;
                text?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparisonShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "current-pack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "pack-shelf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListShelfPack"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 摘要值、current，或随程序提供的规则包的名称 · digest, current, or the name of a pack on the shelf */
                pack: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "pack-parameters": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 摘要值、current，或随程序提供的规则包的名称 · digest, current, or the name of a pack on the shelf */
                pack: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParametersShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "pack-readings": {
        parameters: {
            query?: {
                /** @description 接上一页的游标 · cursor of the next page, as the page before answered it */
                cursor?: string;
                /** @description 每页条数 · lines per page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description 摘要值、current，或随程序提供的规则包的名称 · digest, current, or the name of a pack on the shelf */
                pack: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListReadingShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "pack-rules": {
        parameters: {
            query?: {
                /** @description 接上一页的游标 · cursor of the next page, as the page before answered it */
                cursor?: string;
                /** @description 每页条数 · lines per page */
                limit?: number;
                instrument?: string;
                kind?: string;
                unit?: string;
                /** @description 涉及的程序 · procedure it speaks of */
                procedure?: string;
                text?: string;
            };
            header?: never;
            path: {
                /** @description 摘要值、current，或随程序提供的规则包的名称 · digest, current, or the name of a pack on the shelf */
                pack: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListRulePage"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "pack-timeline": {
        parameters: {
            query?: {
                /** @description 起点，程序.状态，缺省为数据可用 · PROCEDURE.STATE; by default the data is available */
                from?: string;
                /** @description 终点，程序.状态，缺省为产品登记 · PROCEDURE.STATE; by default a product is registered */
                to?: string;
                /** @description 起算日，缺省为今天 · day on which the first point is reached; today by default */
                day?: string;
            };
            header?: never;
            path: {
                /** @description 摘要值、current，或随程序提供的规则包的名称 · digest, current, or the name of a pack on the shelf */
                pack: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "pack-units": {
        parameters: {
            query?: {
                /** @description 接上一页的游标 · cursor of the next page, as the page before answered it */
                cursor?: string;
                /** @description 每页条数 · lines per page */
                limit?: number;
                instrument?: string;
                /** @description 一条，如 TA-09.1 · one unit */
                unit?: string;
                /** @description 在标题和要点中查找 · searched in headings and gists */
                text?: string;
            };
            header?: never;
            path: {
                /** @description 摘要值、current，或随程序提供的规则包的名称 · digest, current, or the name of a pack on the shelf */
                pack: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListUnitPage"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    invite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "invite-second": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    procedures: {
        parameters: {
            query?: {
                /** @description 也列出我不能发起的（没有步骤） · also those I may not open, without steps */
                all?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListProcedureShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    procedure: {
        parameters: {
            query?: {
                /** @description 规则包摘要值，缺省为现行；事项页的 pack.digest · digest of the pack a case is pinned to; the pack in force by default */
                pack?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProcedurePage"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "public-calls": {
        parameters: {
            query?: {
                /** @description 接上一页的游标 · cursor of the next page, as the page before answered it */
                cursor?: string;
                /** @description 每页条数 · lines per page */
                limit?: number;
                /** @description 所属辖区的编号，top 为本系统所在地 · id of a jurisdiction; top is the installation's own */
                jurisdiction?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPublication"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "public-certificate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "public-certificate-bundle": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CertificateBundle"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ComplaintInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tracking"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complaint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "public-disclosures": {
        parameters: {
            query?: {
                /** @description 接上一页的游标 · cursor of the next page, as the page before answered it */
                cursor?: string;
                /** @description 每页条数 · lines per page */
                limit?: number;
                /** @description 所属辖区的编号，top 为本系统所在地 · id of a jurisdiction; top is the installation's own */
                jurisdiction?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPublication"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "public-jurisdictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListJurisdictionShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "public-notices": {
        parameters: {
            query?: {
                /** @description 接上一页的游标 · cursor of the next page, as the page before answered it */
                cursor?: string;
                /** @description 每页条数 · lines per page */
                limit?: number;
                /** @description 所属辖区的编号，top 为本系统所在地 · id of a jurisdiction; top is the installation's own */
                jurisdiction?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPublication"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    object: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ObjectionInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tracking"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "public-products": {
        parameters: {
            query?: {
                /** @description 接上一页的游标 · cursor of the next page, as the page before answered it */
                cursor?: string;
                /** @description 每页条数 · lines per page */
                limit?: number;
                /** @description 所属辖区的编号，top 为本系统所在地 · id of a jurisdiction; top is the installation's own */
                jurisdiction?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListProductShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "public-register": {
        parameters: {
            query?: {
                /** @description 接上一页的游标 · cursor of the next page, as the page before answered it */
                cursor?: string;
                /** @description 每页条数 · lines per page */
                limit?: number;
                /** @description 所属辖区的编号，top 为本系统所在地 · id of a jurisdiction; top is the installation's own */
                jurisdiction?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPublication"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    kinds: {
        parameters: {
            query?: {
                /** @description 同时给出总条数 · say how many lines there are on all pages */
                total?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListKindShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    register: {
        parameters: {
            query?: {
                /** @description 接上一页的游标 · cursor of the next page, as the page before answered it */
                cursor?: string;
                /** @description 每页条数 · lines per page */
                limit?: number;
                /** @description csv 导出全部（至多十万行），同 Accept: text/csv · the whole list as CSV, at most a hundred thousand lines */
                format?: "json" | "csv";
                /** @description 同时给出总条数 · say how many lines there are on all pages */
                total?: boolean;
                /** @description 所属辖区的编号，top 为本系统所在地 · id of a jurisdiction; top is the installation's own */
                jurisdiction?: string;
                org?: string;
                subject?: string;
                state?: string;
                case?: string;
                text?: string;
                /** @description 只列该日有效的 · only lines in force on that day */
                on?: string;
                sort?: "id" | "title" | "-title";
            };
            header?: never;
            path: {
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListLine"];
                    "text/csv": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    record: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "record-revision": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: string;
                id: string;
                rev: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Line"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    upload: {
        parameters: {
            query?: {
                /** @description 文件名 · name of the file */
                name?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deposited"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "switch-seat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeatChoiceBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "step-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeGivenBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "set-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetUpInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListInvitation"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    titles: {
        parameters: {
            query?: {
                /** @description 类别:编号 · kind:id */
                of?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TitlesShown"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "version-profile": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    workspaces: {
        parameters: {
            query?: {
                /** @description 接上一页的游标 · cursor of the next page, as the page before answered it */
                cursor?: string;
                /** @description 每页条数 · lines per page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListWorkspaceLine"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "check-query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Draft"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checked"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    query: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Query"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Result"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    workspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
