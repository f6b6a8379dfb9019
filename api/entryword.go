package api

import (
	"strings"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
)

// recordWords say what the platform itself records; steps of procedures have their words
// from the pack that the entry names.
var recordWords = map[string]law.Text{
	"installation.found":  {ZH: "建立本系统", EN: "Installation founded"},
	"installation.set-up": {ZH: "初始化", EN: "Set up"},
	"account.open":        {ZH: "打开邀请", EN: "Invitation opened"},
	"account.secured":     {ZH: "启用账户", EN: "Account secured"},
	"account.locked":      {ZH: "锁定账户", EN: "Account locked"},
	"account.password":    {ZH: "修改密码", EN: "Password changed"},
	"account.invite":      {ZH: "重新邀请", EN: "Invited again"},
	"account.invite-half": {ZH: "给出重新邀请的后半", EN: "Second half of an invitation given"},
	"session.begin":       {ZH: "登录", EN: "Signed in"},
	"session.step-up":     {ZH: "再次验证", EN: "Presence proved again"},
	"session.end":         {ZH: "退出登录", EN: "Signed out"},
	"token.create":        {ZH: "创建令牌", EN: "Token made"},
	"token.revoke":        {ZH: "撤回令牌", EN: "Token revoked"},
	"log.read":            {ZH: "查阅日志", EN: "Log read"},
	"register.read":       {ZH: "查阅登记簿", EN: "Register read"},
	"attachment.put":      {ZH: "上传附件", EN: "Attachment handed in"},
	"notice.served":       {ZH: "送达", EN: "Notice served"},
	"timer.fired":         {ZH: "期限届至", EN: "A day came"},
	"duty.remind":         {ZH: "提醒履行义务", EN: "Duty: reminder"},
	"duty.next":           {ZH: "义务进入下一期", EN: "Duty: next period"},
	"duty.overdue":        {ZH: "义务逾期", EN: "Duty overdue"},
	"delivery.key":        {ZH: "取数据接口的密钥", EN: "Key of a data interface read"},
	"delivery.call":       {ZH: "调用数据接口", EN: "Data interface called"},
	"task.intake.done":    {ZH: "作业：导入完成", EN: "Work: taken in"},
	"task.project.done":   {ZH: "作业：生成脱敏投影", EN: "Work: projection made"},
	"task.run.done":       {ZH: "作业：运行完成", EN: "Work: job run"},
	"task.examine.done":   {ZH: "作业：出域检查完成", EN: "Work: output examined"},
	"task.release.done":   {ZH: "作业：出域完成", EN: "Work: output released"},
	"task.deliver.done":   {ZH: "作业：交付完成", EN: "Work: delivered"},
	"task.withdraw.done":  {ZH: "作业：收回访问完成", EN: "Work: access withdrawn"},
	"task.destroy.done":   {ZH: "作业：销毁完成", EN: "Work: destroyed"},
}

// entryWord says in words what an entry is about: the procedure and its step under the
// pack of the entry. A kind that nobody has words for stays as it is.
func (s *Server) entryWord(e casework.Entry) law.Text {
	if word, ok := recordWords[e.Kind]; ok {
		return word
	}
	name, verb, _ := strings.Cut(e.Kind, ".")
	p, ok := s.Desk.Packs.Of(e.Pack)
	if !ok {
		p = s.Desk.Packs.Current()
	}
	if def, ok := p.Procedure(name); ok {
		if step, ok := def.Step(verb); ok {
			return law.Text{ZH: def.Title.ZH + " · " + step.Title.ZH, EN: def.Title.EN + " · " + step.Title.EN}
		}
	}
	return law.Text{ZH: e.Kind, EN: e.Kind}
}
